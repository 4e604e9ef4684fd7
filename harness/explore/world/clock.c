/*
 * clock.c: time is virtual. It moves when somebody sleeps or a timeout comes, and a little with
 * each look at it, so that no loop waits for it forever.
 */
#include "explore/world/world.h"

#include "explore/engine/engine.h"
#include "explore/world/world_internal.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define START_SECONDS 1700000000 /* any fixed date */
#define SECOND INT64_C(1000000000)
#define STEP 1000 /* nanoseconds that a look takes; doubled when one looks on and on */
#define LOOKS 64

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

void clock_reach(const struct timespec *until)
{
	if (until)
		advance(((int64_t)until->tv_sec - START_SECONDS) * SECOND + until->tv_nsec);
}

static int64_t look(const struct op *op)
{
	int id = engine_self()->id;
	unsigned doublings = virtual.looks[id]++ / LOOKS;

	engine_perform(op);
	engine_progress();
	virtual.own[id] += (int64_t)STEP << (doublings < 30 ? doublings : 30);
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

/* Sleeping ends when the scheduler says so: how long is a matter of the clock alone. */
static int pause_for(int64_t duration, const struct op *op)
{
	int64_t until = virtual.now + duration;

	engine_perform(op);
	engine_no_effect();
	advance(until);
	return 0;
}

#define SLEEP OP_HERE, .kind = OP_SLEEP, .writes = true, .object = &virtual.now, .size = 1

unsigned world_sleep(unsigned seconds)
{
	if (!engine_self())
		return sleep(seconds);
	return (unsigned)pause_for(seconds * SECOND, &(struct op){SLEEP});
}

int world_usleep(useconds_t microseconds)
{
	if (!engine_self())
		return usleep(microseconds);
	return pause_for((int64_t)microseconds * 1000, &(struct op){SLEEP});
}

int world_nanosleep(const struct timespec *duration, struct timespec *rest)
{
	if (!engine_self())
		return nanosleep(duration, rest);
	return pause_for(duration->tv_sec * SECOND + duration->tv_nsec, &(struct op){SLEEP});
}

int world_thrd_sleep(const struct timespec *duration, struct timespec *rest)
{
	if (!engine_self())
		return thrd_sleep(duration, rest);
	return pause_for(duration->tv_sec * SECOND + duration->tv_nsec, &(struct op){SLEEP});
}

int world_sched_yield(void)
{
	if (engine_self())
		engine_perform(&(struct op){OP_HERE, .kind = OP_YIELD});
	return 0;
}

void world_thrd_yield(void)
{
	if (engine_self())
		engine_perform(&(struct op){OP_HERE, .kind = OP_YIELD});
}
