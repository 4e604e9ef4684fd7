/* crew_inside.c: what tasks of a crew call, in whatever way they run (see crew.h). */
#include "exec/crew_internal.h"

#include "base/die.h"
#include "coro/loop.h"
#include "measure/clock.h"
#include "measure/stats.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SECOND INT64_C(1000000000)
#define CHUNK_NS 100000 /* of computing, between two looks at where we are */
#define SEEN_NS 50000	/* a time off the core that is worth a gap */

/*
 * The running task of this thread. Coroutines share the thread, so each sets it anew whenever it goes
 * on after a wait.
 */
static _Thread_local struct crew_task *current;

static bool is_in_loop(void)
{
	return current && (current->crew->options.way == CREW_COROUTINES ||
			   current->crew->options.way == CREW_ASYNC_PROCESSES);
}

static struct timeline *timeline_now(void)
{
	return current ? current->crew->options.timeline : NULL;
}

static void note(enum timeline_state state)
{
	if (timeline_now())
		timeline_begin(timeline_now(), current->number, state);
}

void crew_do(struct crew_task *task)
{
	struct crew *crew = task->crew;
	int64_t now, last;

	current = task;
	note(TIMELINE_RUNNING);
	crew->body(crew->arg, task->number);
	current = task;
	if (timeline_now())
		timeline_end(timeline_now(), task->number);
	current = NULL;
	if (task->is_refused)
		return;
	now = clock_ns();
	last = atomic_load(&crew->stop_ns);
	while (last < now && !atomic_compare_exchange_weak(&crew->stop_ns, &last, now))
		;
	atomic_fetch_add(&crew->finished, 1);
}

void crew_refused(const char *call)
{
	BUG_UNLESS(current);
	if (!current->is_refused)
		crew_refuse(current->crew, 1, call);
	current->is_refused = true;
}

int crew_refusals(void)
{
	BUG_UNLESS(current);
	return atomic_load(&current->crew->refused);
}

/* ---- work ---- */

static _Atomic double rate; /* turns of the loop for a nanosecond; 0: not known yet */

/* Each turn needs the result of the one before: no processor does two at once. */
static void turn(long turns)
{
	uint64_t x = 88172645463325252;

	for (long i = 0; i < turns; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		__asm__ volatile("" : "+r"(x));
	}
}

/* The best of many short runs: whoever is disturbed computes slower, never faster. */
static double measure_rate(void)
{
	const long turns = 50000;
	int64_t best = INT64_MAX;

	for (int i = 0; i < 40; i++) {
		int64_t start = clock_ns(), spent;

		turn(turns);
		spent = clock_ns() - start;
		if (spent < best)
			best = spent;
	}
	return (double)turns / (double)(best > 0 ? best : 1);
}

void crew_know_rate(void)
{
	const char *shared = getenv("CREW_RATE");
	double known = shared ? strtod(shared, NULL) : 0;

	if (atomic_load(&rate) > 0)
		return;
	/* Anything but a sensible figure is as good as none. */
	atomic_store(&rate, known > 0.001 && known < 100 ? known : measure_rate());
}

void crew_share_rate(void)
{
	char text[32];

	crew_know_rate();
	snprintf(text, sizeof text, "%.6f", atomic_load(&rate));
	if (setenv("CREW_RATE", text, 1) != 0)
		die_system("cannot set CREW_RATE");
}

static int64_t thread_cpu_ns(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0)
		BUG("no clock of a thread's CPU time");
	return time.tv_sec * SECOND + time.tv_nsec;
}

/*
 * DOC: two clocks that part. While it computes a task is not asked when it loses its core. But the clock
 * of its own CPU time stands still then: where the two clocks part, it was off the core. (Where in the
 * chunk is not known: before it.) The same look tells that it was moved.
 */
static void look(int64_t *wall, int64_t *cpu)
{
	int64_t wall_now = clock_ns(), cpu_now = thread_cpu_ns();
	int64_t off = wall_now - *wall - (cpu_now - *cpu);
	bool is_moved = sched_getcpu() != timeline_core(timeline_now(), current->number);

	if (off > SEEN_NS)
		timeline_gap(timeline_now(), current->number, *wall, *wall + off);
	*wall = wall_now;
	*cpu = cpu_now;
	if (off > SEEN_NS || !is_moved)
		return;
	note(TIMELINE_RUNNING);
	/* No gap may begin before the new span does. */
	*wall = clock_ns();
	*cpu = thread_cpu_ns();
}

double crew_watch_share(void)
{
	enum { PARTS = 31, LOOKS = 20 };
	volatile int64_t seen; /* else nobody needs the answers, and nobody asks */
	double cost[PARTS];

	for (int part = 0; part < PARTS; part++) {
		int64_t start = clock_ns();

		for (int i = 0; i < LOOKS; i++)
			seen = clock_ns() + thread_cpu_ns() + sched_getcpu();
		cost[part] = (double)(clock_ns() - start) / LOOKS;
	}
	(void)seen;
	return stats_median(cost, PARTS) / CHUNK_NS;
}

static void compute_on_record(int64_t ns)
{
	int64_t wall = clock_ns(), cpu = thread_cpu_ns();

	/* DOC: cut into chunks. */
	for (; ns > 0; ns -= CHUNK_NS) {
		turn((long)((double)(ns < CHUNK_NS ? ns : CHUNK_NS) * atomic_load(&rate)));
		look(&wall, &cpu);
	}
}

void crew_compute(int64_t ns)
{
	if (atomic_load(&rate) <= 0)
		crew_know_rate();
	if (timeline_now())
		compute_on_record(ns);
	else
		turn((long)((double)ns * atomic_load(&rate)));
}

/* ---- waiting ---- */

/* Going on, after others may have run in this thread. */
static void go_on(struct crew_task *self)
{
	int error = errno;

	current = self;
	note(TIMELINE_RUNNING);
	errno = error;
}

void crew_sleep(int64_t ns)
{
	struct crew_task *self = current;
	struct timespec rest = {ns > 0 ? ns / SECOND : 0, ns > 0 ? ns % SECOND : 0};

	note(TIMELINE_WAITING);
	if (is_in_loop())
		loop_sleep(ns);
	else
		while (nanosleep(&rest, &rest) != 0)
			BUG_UNLESS(errno == EINTR);
	go_on(self);
}

/* poll, whatever signals come. */
static int poll_readable(int fd, int64_t timeout_ns)
{
	int64_t end = timeout_ns < 0 ? 0 : clock_ns() + timeout_ns, rest = timeout_ns;
	struct pollfd wish = {.fd = fd, .events = POLLIN};

	for (;;) {
		struct timespec time = {rest / SECOND, rest % SECOND};
		int ready = ppoll(&wish, 1, timeout_ns < 0 ? NULL : &time, NULL);

		if (ready > 0 && wish.revents & POLLNVAL)
			errno = EBADF;
		else if (ready > 0)
			return 0;
		else if (ready == 0)
			errno = ETIMEDOUT;
		if (ready >= 0 || errno != EINTR)
			return -1;
		rest = end - clock_ns() > 0 ? end - clock_ns() : 0;
	}
}

int crew_wait_readable(int fd, int64_t timeout_ns)
{
	struct crew_task *self = current;
	int result;

	note(TIMELINE_WAITING);
	if (is_in_loop())
		result = loop_wait(fd, LOOP_READABLE, timeout_ns);
	else
		result = poll_readable(fd, timeout_ns);
	go_on(self);
	return result;
}

void crew_block(void (*call)(void *), void *arg)
{
	struct crew_task *self = current;

	note(TIMELINE_WAITING);
	call(arg);
	go_on(self);
}

void crew_pause(void)
{
	struct crew_task *self = current;
	int64_t start = timeline_now() ? clock_ns() : 0, stop;

	if (is_in_loop())
		loop_pause();
	else
		sched_yield();
	current = self;
	if (!timeline_now())
		return;
	stop = clock_ns();
	if (stop - start > SEEN_NS / 10)
		timeline_gap(timeline_now(), self->number, start, stop);
}
