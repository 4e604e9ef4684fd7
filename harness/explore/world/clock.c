/*
 * clock.c: time is virtual. It moves when somebody sleeps or a timeout comes, and a little with
 * each look at it, so that no loop waits for it forever.
 */
#include "explore/engine/engine.h"
#include "explore/world/sync.h"
#include "explore/world/world.h"
#include "explore/world/world_internal.h"
#include "explore/world/world_sync.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define START_SECONDS 1700000000 /* any fixed date */
#define SECOND INT64_C(1000000000)
#define STEP 1000 /* nanoseconds that a look takes; doubled when one looks on and on */
#define LOOKS 64
#define MOST_DOUBLINGS 30
#define LONGEST (INT64_MAX / 8 / SECOND) /* seconds: some 36 years, sums included */

static struct {
	int64_t now; /* since the start, nanoseconds */
	int64_t own[ENGINE_THREADS];
	unsigned looks[ENGINE_THREADS];
} virtual;

void clock_reset(void)
{
	memset(&virtual, 0, sizeof virtual);
}

static void advance(int64_t to)
{
	if (to > virtual.now)
		virtual.now = to;
}

/* Since the start; far enough away, all times are the same. */
static int64_t nanoseconds_of(int64_t seconds, int64_t nanoseconds)
{
	if (seconds > LONGEST)
		seconds = LONGEST;
	return seconds < -LONGEST ? 0 : seconds * SECOND + nanoseconds;
}

void clock_reach(const struct timespec *until)
{
	if (until)
		advance(nanoseconds_of((int64_t)until->tv_sec - START_SECONDS, until->tv_nsec));
}

static int64_t look(const struct op *op)
{
	int id = engine_self()->id;
	unsigned doublings = virtual.looks[id]++ / LOOKS;

	engine_perform(op);
	if (!engine_no_spinning()) /* else: who waits for a time to come is awake, too */
		engine_progress();
	virtual.own[id] += (int64_t)STEP
			   << (doublings < MOST_DOUBLINGS ? doublings : MOST_DOUBLINGS);
	return virtual.now + virtual.own[id];
}

#define LOOK OP_HERE, .kind = OP_CLOCK, .object = &virtual.now, .size = 1

int world_clock_gettime(clockid_t clock, struct timespec *time)
{
	int64_t now;

	if (!engine_self())
		return clock_gettime(clock, time);
	now = look(&(struct op){LOOK});
	time->tv_sec = START_SECONDS + now / SECOND;
	time->tv_nsec = now % SECOND;
	return 0;
}

time_t world_time(time_t *result)
{
	time_t now = engine_self() ? START_SECONDS + look(&(struct op){LOOK}) / SECOND : time(NULL);

	if (result)
		*result = now;
	return now;
}

int world_gettimeofday(struct timeval *time, void *zone)
{
	int64_t now;

	if (!engine_self())
		return gettimeofday(time, zone);
	now = look(&(struct op){LOOK});
	time->tv_sec = START_SECONDS + now / SECOND;
	time->tv_usec = now % SECOND / 1000;
	return 0;
}

int world_clock_getres(clockid_t clock, struct timespec *resolution)
{
	(void)clock;
	if (resolution)
		*resolution = (struct timespec){.tv_nsec = 1};
	return 0;
}

/* Sleeping ends when the scheduler says so: how long is a matter of the clock alone. */
static int pause_until(int64_t until, const struct op *op)
{
	engine_perform(op);
	engine_no_effect();
	advance(until < LONGEST * SECOND ? until : LONGEST * SECOND);
	return 0;
}

static int pause_for(const struct timespec *duration, const struct op *op)
{
	if (!sync_is_time(duration) || duration->tv_sec < 0)
		return EINVAL;
	return pause_until(virtual.now + nanoseconds_of(duration->tv_sec, duration->tv_nsec), op);
}

#define SLEEP OP_HERE, .kind = OP_SLEEP, .writes = true, .object = &virtual.now, .size = 1

unsigned world_sleep(unsigned seconds)
{
	if (!engine_self())
		return sleep(seconds);
	pause_for(&(struct timespec){.tv_sec = seconds}, &(struct op){SLEEP});
	return 0;
}

int world_usleep(useconds_t microseconds)
{
	struct timespec duration = {.tv_sec = microseconds / 1000000,
				    .tv_nsec = (long)(microseconds % 1000000) * 1000};

	if (!engine_self())
		return usleep(microseconds);
	return pause_for(&duration, &(struct op){SLEEP});
}

static int fail_with(int error)
{
	if (error == 0)
		return 0;
	errno = error;
	return -1;
}

/* Nothing interrupts a sleep, so there is no rest. */
int world_nanosleep(const struct timespec *duration, struct timespec *rest)
{
	if (!engine_self())
		return nanosleep(duration, rest);
	return fail_with(pause_for(duration, &(struct op){SLEEP}));
}

int world_clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
			  struct timespec *rest)
{
	const struct op op = {SLEEP};

	if (!engine_self())
		return clock_nanosleep(clock, flags, time, rest);
	if (!(flags & TIMER_ABSTIME))
		return pause_for(time, &op);
	if (!sync_is_time(time))
		return EINVAL;
	return pause_until(nanoseconds_of((int64_t)time->tv_sec - START_SECONDS, time->tv_nsec),
			   &op);
}

/* C11: less than -1 for an error that is no interruption. */
int world_thrd_sleep(const struct timespec *duration, struct timespec *rest)
{
	if (!engine_self())
		return thrd_sleep(duration, rest);
	return pause_for(duration, &(struct op){SLEEP}) ? -2 : 0;
}

int world_sched_yield(void)
{
	if (!engine_self())
		return sched_yield();
	engine_perform(&(struct op){OP_HERE, .kind = OP_YIELD});
	return 0;
}

int world_pthread_yield(void)
{
	if (!engine_self())
		return sched_yield();
	engine_perform(&(struct op){OP_HERE, .kind = OP_YIELD});
	return 0;
}

/* The labs' own pause (task_pause in exec/exec.h). */
void world_task_pause(void)
{
	if (engine_self())
		engine_perform(&(struct op){OP_HERE, .kind = OP_PAUSE});
	else
		sched_yield();
}

void world_thrd_yield(void)
{
	if (engine_self())
		engine_perform(&(struct op){OP_HERE, .kind = OP_YIELD});
	else
		thrd_yield();
}
