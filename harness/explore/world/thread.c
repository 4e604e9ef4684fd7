/* thread.c: POSIX and C11 threads: each is a coroutine of the engine (see world.h). */
#include "explore/world/world_base.h"

#include "explore/engine/engine.h"

#include <errno.h>
#include <unistd.h>

/* A pthread_t is no pointer, and no small number that a program could come by otherwise. */
#define HANDLE_STEP 0x1000u

static struct record {
	void *(*start)(void *); /* or else: */
	thrd_start_t start_c11;
	void *arg;
	void *result;
	bool detached, joined;
} records[ENGINE_THREADS];

void thread_reset(void)
{
	records[0] = (struct record){.start = NULL}; /* each other's is written as it is created */
	exit_reset();
}

static pthread_t handle_of(int id)
{
	return (pthread_t)(id + 1) * HANDLE_STEP;
}

/* NULL: there is no such thread. */
static struct thread *thread_of(pthread_t handle)
{
	if (handle % HANDLE_STEP != 0 || handle / HANDLE_STEP > ENGINE_THREADS)
		return NULL;
	return engine_thread((int)(handle / HANDLE_STEP) - 1);
}

/* ---- the end of a thread ---- */

static bool is_last(const struct thread *self)
{
	for (int id = 0; id < engine_thread_count(); id++)
		if (id != self->id && engine_thread(id)->op)
			return false;
	return true;
}

/* The last step. Returns while other threads are left. */
static void finish(void *result, struct place place)
{
	struct thread *self = engine_self();

	keys_end_thread();
	records[self->id].result = result;
	if (self->locks > 0)
		engine_fail(FAILURE_LOCK_LEAK, place.pc, NULL,
			    "T%d ends and leaves %d lock%s locked for ever", self->id, self->locks,
			    self->locks == 1 ? "" : "s");
	engine_perform(&(struct op){.kind = OP_END,
				    .writes = true,
				    .object = self,
				    .size = 1,
				    .pc = place.pc,
				    .frame = place.frame});
	if (is_last(self))
		engine_exit(0);
}

static void run_thread(void *arg)
{
	struct record *record = arg;
	/* A return has no place of its own to be told: point to the function, one byte in. */
	uintptr_t pc = record->start ? (uintptr_t)record->start : (uintptr_t)record->start_c11;
	void *result = record->start ? record->start(record->arg)
				     : (void *)(intptr_t)record->start_c11(record->arg);

	finish(result, (struct place){pc + 1, __builtin_frame_address(0)});
}

static _Noreturn void leave(void *result, struct place place)
{
	finish(result, place);
	engine_end_thread();
}

void world_pthread_exit(void *result)
{
	if (!engine_self())
		pthread_exit(result);
	leave(result, PLACE_HERE);
}

void world_thrd_exit(int result)
{
	if (!engine_self())
		thrd_exit(result);
	leave((void *)(intptr_t)result, PLACE_HERE);
}

/* ---- creating ---- */

static void create(pthread_t *handle, const struct record *record, struct place place)
{
	int id;

	/* Written before the thread begins, as glibc does. */
	world_touch(handle, sizeof *handle, true, place.pc, place.frame);
	engine_perform(&(struct op){
		.kind = OP_CREATE, .writes = true, .pc = place.pc, .frame = place.frame});
	id = engine_thread_count();
	if (id == ENGINE_THREADS)
		engine_fail(FAILURE_UNMODELLED, place.pc, NULL,
			    "the program creates more than %d threads in one run: use fewer",
			    ENGINE_THREADS);
	records[id] = *record;
	*handle = handle_of(id);
	engine_spawn(run_thread, &records[id], place.pc);
	engine_result(id);
}

static bool is_detached(const pthread_attr_t *attributes)
{
	int state;

	return attributes && pthread_attr_getdetachstate(attributes, &state) == 0 &&
	       state == PTHREAD_CREATE_DETACHED;
}

int world_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			 void *(*start)(void *), void *arg)
{
	if (!engine_self())
		return pthread_create(thread, attributes, start, arg);
	create(thread,
	       &(struct record){.start = start, .arg = arg, .detached = is_detached(attributes)},
	       PLACE_HERE);
	return 0;
}

int world_thrd_create(thrd_t *thread, thrd_start_t start, void *arg)
{
	if (!engine_self())
		return thrd_create(thread, start, arg);
	create(thread, &(struct record){.start_c11 = start, .arg = arg}, PLACE_HERE);
	return thrd_success;
}

/* ---- joining and detaching ---- */

static bool is_given_away(const struct record *record)
{
	return record->detached || record->joined;
}

/* Who must not be joined is no reason to wait. */
static bool has_ended(const struct op *op, const struct thread *thread)
{
	const struct thread *target = op->state;

	(void)thread;
	return !target->op || is_given_away(&records[target->id]);
}

static int target_of(const struct op *op)
{
	return ((const struct thread *)op->state)->id;
}

static void refuse_if_given_away(const struct thread *target, const char *verb, uintptr_t pc)
{
	const struct record *record = &records[target->id];

	if (is_given_away(record))
		engine_fail(FAILURE_MISUSE, pc, NULL, "T%d %s T%d, which has been %s already",
			    engine_self()->id, verb, target->id,
			    record->joined ? "joined" : "detached");
}

static struct thread *existing_thread(pthread_t handle, const char *verb, uintptr_t pc)
{
	struct thread *thread = thread_of(handle);

	if (!thread)
		engine_fail(FAILURE_MISUSE, pc, NULL, "T%d %s what is no thread", engine_self()->id,
			    verb);
	return thread;
}

/* Returns what the thread left. */
static void *join(struct thread *target, struct place place)
{
	engine_perform(&(struct op){.kind = OP_JOIN,
				    .writes = true,
				    .object = target,
				    .size = 1,
				    .pc = place.pc,
				    .frame = place.frame,
				    .state = target,
				    .ready = has_ended,
				    .holder = target_of});
	refuse_if_given_away(target, "joins", place.pc);
	records[target->id].joined = true;
	engine_acquire(&target->clock);
	engine_result(target->id);
	return records[target->id].result;
}

int world_pthread_join(pthread_t thread, void **result)
{
	struct place place = PLACE_HERE;
	struct thread *target;
	void *value;

	if (!engine_self())
		return pthread_join(thread, result);
	target = existing_thread(thread, "joins", place.pc);
	if (target == engine_self())
		return EDEADLK;
	value = join(target, place);
	if (result) {
		world_touch(result, sizeof *result, true, place.pc, place.frame);
		*result = value;
	}
	return 0;
}

int world_thrd_join(thrd_t thread, int *result)
{
	struct place place = PLACE_HERE;
	struct thread *target;
	void *value;

	if (!engine_self())
		return thrd_join(thread, result);
	target = existing_thread(thread, "joins", place.pc);
	if (target == engine_self())
		return thrd_error;
	value = join(target, place);
	if (result) {
		world_touch(result, sizeof *result, true, place.pc, place.frame);
		*result = (int)(intptr_t)value;
	}
	return thrd_success;
}

static void detach(pthread_t handle, struct place place)
{
	struct thread *target = existing_thread(handle, "detaches", place.pc);

	engine_perform(&(struct op){.kind = OP_DETACH,
				    .writes = true,
				    .object = target,
				    .size = 1,
				    .pc = place.pc,
				    .frame = place.frame});
	refuse_if_given_away(target, "detaches", place.pc);
	records[target->id].detached = true;
}

int world_pthread_detach(pthread_t thread)
{
	if (!engine_self())
		return pthread_detach(thread);
	detach(thread, PLACE_HERE);
	return 0;
}

int world_thrd_detach(thrd_t thread)
{
	if (!engine_self())
		return thrd_detach(thread);
	detach(thread, PLACE_HERE);
	return thrd_success;
}

/* Who was forked has its parent's handle: by it, processes cannot be told from each other. */
pthread_t world_pthread_self(void)
{
	if (!engine_self())
		return pthread_self();
	return handle_of(engine_processes() ? 0 : engine_identity());
}

/* Threads have numbers of their own in one process; processes have both. */
pid_t world_gettid(void)
{
	return engine_self() ? getpid() + engine_identity() : gettid();
}

pid_t world_getpid(void)
{
	return engine_self() && engine_processes() ? world_gettid() : getpid();
}

thrd_t world_thrd_current(void)
{
	return world_pthread_self();
}

int world_pthread_equal(pthread_t one, pthread_t other)
{
	return one == other;
}

int world_thrd_equal(thrd_t one, thrd_t other)
{
	return one == other;
}

int world_pthread_setname_np(pthread_t thread, const char *name)
{
	return engine_self() ? 0 : pthread_setname_np(thread, name);
}
