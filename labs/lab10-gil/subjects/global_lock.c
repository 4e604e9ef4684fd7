/* global_lock.c: one lock for a whole interpreter (see global_lock.h). */
#include "subjects/global_lock.h"

#include "base/die.h"

#include <errno.h>
#include <time.h>

#define SECOND INT64_C(1000000000)

/* These fail only when misused. */
static void must(int error)
{
	BUG_UNLESS(error == 0);
}

void global_lock_init(struct global_lock *lock, enum lock_habit habit, int64_t interval_ns)
{
	pthread_condattr_t attributes;

	*lock = (struct global_lock){.habit = habit, .interval_ns = interval_ns};
	must(pthread_mutex_init(&lock->mutex, NULL));
	must(pthread_condattr_init(&attributes));
	must(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC));
	must(pthread_cond_init(&lock->freed, &attributes));
	must(pthread_cond_init(&lock->taken, &attributes));
	must(pthread_condattr_destroy(&attributes));
}

static struct timespec in(int64_t ns)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		BUG("no monotonic clock");
	ns += time.tv_nsec;
	return (struct timespec){time.tv_sec + ns / SECOND, ns % SECOND};
}

/* DOC: asking for it. Whoever has waited for an interval, in which nobody else came in, asks. */
static void wait_free(struct global_lock *lock)
{
	while (lock->is_held) {
		struct timespec end = in(lock->interval_ns);
		long turn = lock->turns;
		int error = pthread_cond_timedwait(&lock->freed, &lock->mutex, &end);

		if (error == ETIMEDOUT && lock->is_held && lock->turns == turn)
			atomic_store(&lock->is_wanted, true);
		else
			must(error == ETIMEDOUT ? 0 : error);
	}
}

static void take_inside(struct global_lock *lock)
{
	wait_free(lock);
	lock->is_held = true;
	lock->turns++;
	atomic_store(&lock->is_wanted, false);
	must(pthread_cond_broadcast(&lock->taken));
}

static void give_inside(struct global_lock *lock)
{
	lock->is_held = false;
	must(pthread_cond_signal(&lock->freed));
}

void global_lock_take(struct global_lock *lock)
{
	must(pthread_mutex_lock(&lock->mutex));
	take_inside(lock);
	must(pthread_mutex_unlock(&lock->mutex));
}

void global_lock_give(struct global_lock *lock)
{
	must(pthread_mutex_lock(&lock->mutex));
	give_inside(lock);
	must(pthread_mutex_unlock(&lock->mutex));
}

/* DOC: retaken at once. To wake somebody is not to let it in: it needs a moment, and we do not. */
static void give_and_take(struct global_lock *lock)
{
	global_lock_give(lock);
	global_lock_take(lock);
}

/* DOC: handed over. Who asked is still waiting, so somebody will take it. */
static void hand_off(struct global_lock *lock)
{
	long turn;

	must(pthread_mutex_lock(&lock->mutex));
	turn = lock->turns;
	give_inside(lock);
	while (lock->turns == turn)
		must(pthread_cond_wait(&lock->taken, &lock->mutex));
	take_inside(lock);
	must(pthread_mutex_unlock(&lock->mutex));
}

void global_lock_turn(struct global_lock *lock)
{
	if (lock->habit == LOCK_HAND_OFF)
		hand_off(lock);
	else
		give_and_take(lock);
}
