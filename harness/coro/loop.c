/*
 * loop.c: an event loop (see loop.h): a queue of the ready, a heap of those who wait for a time, and
 * epoll for those who wait for a descriptor.
 */
#include "coro/loop.h"

#include "base/die.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EVENTS 64 /* taken from the kernel at a time */
#define SECOND INT64_C(1000000000)
#define NOT_IN_HEAP SIZE_MAX

struct task {
	struct coro *coro;
	struct task *next; /* in the queue of the ready */
	int64_t due;	   /* while in the heap */
	uint64_t number;   /* of those that are due at the same time, the first to wait is first */
	size_t place;	   /* in the heap */
	bool timed_out;
};

struct loop {
	int epoll;
	struct task *first, **last; /* ready */
	struct task *running;
	size_t tasks; /* that have not ended */
	struct task **heap;
	size_t timers, room; /* room: for every task there is */
	uint64_t waits;
	struct task **waiter; /* by descriptor */
	int descriptors;
	size_t waiting; /* for a descriptor */
};

/* Coroutines find their loop here. Loops may be nested: one coroutine may run another loop. */
static _Thread_local struct loop *current;

static int64_t now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		BUG("no monotonic clock");
	return time.tv_sec * SECOND + time.tv_nsec;
}

/* ---- the ready ---- */

static void make_ready(struct loop *loop, struct task *task)
{
	task->next = NULL;
	*loop->last = task;
	loop->last = &task->next;
}

static struct task *take_ready(struct loop *loop)
{
	struct task *task = loop->first;

	loop->first = task->next;
	if (!loop->first)
		loop->last = &loop->first;
	return task;
}

/* ---- the heap: the parent of place i is at (i - 1) / 2, and due no later ---- */

static bool is_before(const struct task *one, const struct task *other)
{
	return one->due != other->due ? one->due < other->due : one->number < other->number;
}

static void put(struct loop *loop, struct task *task, size_t place)
{
	loop->heap[place] = task;
	task->place = place;
}

static void sift_up(struct loop *loop, struct task *task)
{
	size_t place = task->place;

	while (place > 0 && is_before(task, loop->heap[(place - 1) / 2])) {
		put(loop, loop->heap[(place - 1) / 2], place);
		place = (place - 1) / 2;
	}
	put(loop, task, place);
}

static void sift_down(struct loop *loop, struct task *task)
{
	size_t place = task->place, child;

	while ((child = 2 * place + 1) < loop->timers) {
		if (child + 1 < loop->timers && is_before(loop->heap[child + 1], loop->heap[child]))
			child++;
		if (!is_before(loop->heap[child], task))
			break;
		put(loop, loop->heap[child], place);
		place = child;
	}
	put(loop, task, place);
}

static void add_timer(struct loop *loop, struct task *task, int64_t ns)
{
	int64_t time = now();

	task->due = ns > INT64_MAX - time ? INT64_MAX : time + ns;
	task->number = loop->waits++;
	task->place = loop->timers++;
	sift_up(loop, task);
}

static void remove_timer(struct loop *loop, struct task *task)
{
	struct task *moved = loop->heap[--loop->timers];
	size_t hole = task->place;

	task->place = NOT_IN_HEAP;
	if (moved == task)
		return;
	moved->place = hole;
	sift_up(loop, moved);
	sift_down(loop, moved);
}

static void expire_timers(struct loop *loop)
{
	int64_t time = loop->timers > 0 ? now() : 0;

	while (loop->timers > 0 && loop->heap[0]->due <= time) {
		struct task *task = loop->heap[0];

		remove_timer(loop, task);
		task->timed_out = true;
		make_ready(loop, task);
	}
}

/* ---- descriptors ---- */

/* As long as it takes until somebody is due; finer than a millisecond where the kernel can. */
static int wait_for_events(struct loop *loop, struct epoll_event *events, int64_t ns)
{
	struct timespec time = {ns / SECOND, ns % SECOND};
	static bool is_old;
	int count = -1;

#ifdef SYS_epoll_pwait2
	if (!is_old)
		count = (int)syscall(SYS_epoll_pwait2, loop->epoll, events, EVENTS,
				     ns < 0 ? NULL : &time, NULL, 0);
	is_old |= count < 0 && errno == ENOSYS;
#else
	(void)time;
	is_old = true;
#endif
	if (is_old)
		count = epoll_wait(loop->epoll, events, EVENTS,
				   ns < 0 ? -1
				   : ns > (int64_t)INT_MAX * 1000000
					   ? INT_MAX
					   : (int)((ns + 999999) / 1000000));
	if (count < 0 && errno != EINTR)
		die_system("cannot wait for events");
	return count < 0 ? 0 : count;
}

static struct task *forget_waiter(struct loop *loop, int fd)
{
	struct task *task = loop->waiter[fd];

	if (task) {
		loop->waiter[fd] = NULL;
		loop->waiting--;
	}
	return task;
}

static void wake_waiter(struct loop *loop, int fd)
{
	struct task *task = forget_waiter(loop, fd);

	if (!task)
		return; /* its time was up in the same moment */
	if (task->place != NOT_IN_HEAP)
		remove_timer(loop, task);
	make_ready(loop, task);
}

/* Nobody is ready to go on, or it is time to look for others: wait for none of these if `now_only`. */
static void poll_events(struct loop *loop, bool now_only)
{
	struct epoll_event events[EVENTS];
	int64_t ns = -1;
	int count;

	if (loop->timers > 0)
		ns = loop->heap[0]->due - now();
	if (now_only || (loop->timers > 0 && ns < 0))
		ns = 0;
	/* With nothing but timers that are due there is nothing to ask the kernel for. */
	count = ns == 0 && loop->waiting == 0 ? 0 : wait_for_events(loop, events, ns);
	for (int i = 0; i < count; i++)
		wake_waiter(loop, events[i].data.fd);
	expire_timers(loop);
}

static bool make_room(struct loop *loop, int fd)
{
	int most = loop->descriptors ? loop->descriptors : 64;
	struct task **larger;

	if (fd < loop->descriptors)
		return true;
	while (most <= fd)
		most *= 2;
	larger = realloc(loop->waiter, (size_t)most * sizeof *larger);
	if (!larger)
		return false;
	memset(larger + loop->descriptors, 0,
	       (size_t)(most - loop->descriptors) * sizeof(struct task *));
	loop->waiter = larger;
	loop->descriptors = most;
	return true;
}

/* One event, once: then the kernel is silent about it until it is asked again. */
static int ask_kernel(const struct loop *loop, int fd, enum loop_event event)
{
	struct epoll_event wish = {
		.events = EPOLLONESHOT | (event & LOOP_READABLE ? EPOLLIN : 0u) |
			  (event & LOOP_WRITABLE ? EPOLLOUT : 0u),
		.data.fd = fd,
	};

	if (epoll_ctl(loop->epoll, EPOLL_CTL_MOD, fd, &wish) == 0)
		return 0;
	return errno == ENOENT ? epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &wish) : -1;
}

/* ---- what coroutines call ---- */

static struct task *self(void)
{
	BUG_UNLESS(current && current->running);
	return current->running;
}

void loop_pause(void)
{
	make_ready(current, self());
	coro_yield();
}

void loop_sleep(int64_t ns)
{
	if (ns <= 0) {
		loop_pause();
		return;
	}
	add_timer(current, self(), ns);
	coro_yield();
}

int loop_wait(int fd, enum loop_event event, int64_t timeout_ns)
{
	struct task *task = self();
	struct loop *loop = current;

	if (fd >= 0 && fd < loop->descriptors && loop->waiter[fd]) {
		errno = EBUSY;
		return -1;
	}
	if (fd >= 0 && !make_room(loop, fd))
		return -1;
	if (ask_kernel(loop, fd, event) != 0)
		return errno == EPERM ? 0 : -1; /* an ordinary file: always ready */
	loop->waiter[fd] = task;
	loop->waiting++;
	task->timed_out = false;
	if (timeout_ns >= 0)
		add_timer(loop, task, timeout_ns);
	coro_yield();
	if (!task->timed_out)
		return 0;
	(void)forget_waiter(loop, fd);
	errno = ETIMEDOUT;
	return -1;
}

/* ---- the loop ---- */

struct loop *loop_create(void)
{
	struct loop *loop = calloc(1, sizeof *loop);

	if (!loop)
		return NULL;
	loop->last = &loop->first;
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll < 0) {
		free(loop);
		return NULL;
	}
	return loop;
}

/* Every task may wait for a time: there is a place for each. */
static bool grow_heap(struct loop *loop)
{
	size_t room = loop->room ? 2 * loop->room : 16;
	struct task **larger;

	if (loop->tasks < loop->room)
		return true;
	larger = realloc(loop->heap, room * sizeof *larger);
	if (!larger)
		return false;
	loop->heap = larger;
	loop->room = room;
	return true;
}

int loop_spawn(struct loop *loop, const char *name, coro_body *body, void *arg)
{
	struct task *task = grow_heap(loop) ? malloc(sizeof *task) : NULL;

	if (!task)
		return -1;
	*task = (struct task){.coro = coro_create(name, body, arg), .place = NOT_IN_HEAP};
	if (!task->coro) {
		free(task);
		return -1;
	}
	loop->tasks++;
	make_ready(loop, task);
	return 0;
}

static void end(struct loop *loop, struct task *task)
{
	coro_destroy(task->coro);
	free(task);
	loop->tasks--;
}

static void resume(struct loop *loop, struct task *task)
{
	loop->running = task;
	coro_resume(task->coro);
	loop->running = NULL;
	if (coro_is_done(task->coro))
		end(loop, task);
}

/* Those that are ready now; who becomes ready meanwhile must not keep events waiting. */
static void run_ready(struct loop *loop)
{
	struct task **end_of_round = loop->last;
	bool more = loop->first != NULL;

	while (more) {
		struct task *task = take_ready(loop);

		more = &task->next != end_of_round;
		resume(loop, task);
	}
}

void loop_run(struct loop *loop)
{
	struct loop *outer = current;

	BUG_UNLESS(!loop->running);
	current = loop;
	while (loop->tasks > 0) {
		run_ready(loop);
		if (loop->tasks == 0)
			break;
		if (!loop->first && loop->timers == 0 && loop->waiting == 0)
			BUG("a coroutine of the loop has yielded to nobody: it waits by loop_...");
		poll_events(loop, loop->first != NULL);
	}
	current = outer;
}

void loop_destroy(struct loop *loop)
{
	BUG_UNLESS(!loop->running);
	for (int fd = 0; fd < loop->descriptors; fd++)
		wake_waiter(loop, fd);
	while (loop->timers > 0) {
		struct task *task = loop->heap[0];

		remove_timer(loop, task);
		make_ready(loop, task);
	}
	while (loop->first)
		end(loop, take_ready(loop));
	if (close(loop->epoll) != 0)
		die_system("cannot close an event loop");
	free(loop->heap);
	free(loop->waiter);
	free(loop);
}
