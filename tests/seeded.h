/*
 * seeded.h: scenarios in the modelled world, run under many random schedules, each of which its
 * seed decides. A scenario is a body whose threads work on `shared`; it returns 0 when all is well.
 */
#ifndef TESTS_SEEDED_H
#define TESTS_SEEDED_H

#include "explore/engine/engine.h"
#include "explore/world/world.h"

#define SEEDS 300

/* What the scenarios work on; zero at the beginning of each schedule. */
extern struct seeded_shared {
	pthread_mutex_t mutex, other;
	pthread_cond_t condition;
	pthread_rwlock_t rwlock;
	pthread_barrier_t barrier;
	pthread_spinlock_t spin;
	pthread_once_t once;
	once_flag flag;
	sem_t semaphore;
	mtx_t mtx;
	cnd_t cnd;
	int inside, count, state, first, readers;
	int done[4];
} shared;

/* Of the runs that follow. */
extern struct engine_settings settings;

struct engine_run seeded_run(int (*body)(void *), uint64_t seed);

/* Every schedule ends well. */
void expect_right(int (*body)(void *));

/* Every schedule, or some but not all, fail so; all others end well. */
void expect_always(int (*body)(void *), enum failure_kind kind, const char *text);
void expect_sometimes(int (*body)(void *), enum failure_kind kind, const char *text);

/* What the scenario returns in these schedules, as bits; none may fail. */
unsigned seeded_results(int (*body)(void *));

/* In how many schedules it ends with that status. */
unsigned seeded_count(int (*body)(void *), int status);

/* ---- inside scenarios ---- */

/* The thread's number is its argument. */
void spawn(void (*body)(void *), int number);
void await(int id);

/* Two threads, numbers 1 and 2, and their end. */
void run_two(void (*one)(void *), void (*two)(void *));

/* A point at which others may go on. */
void pass(void);

/* Others poll for what was written, which they would not without an effect. */
void announce(void);

/* Only one at a time may be here: else the schedule ends with status 99. */
void visit(void);

/* A point in time that is still to come. */
const struct timespec *soon(void);

void make_mutex(pthread_mutex_t *mutex, int type, int sharing);

#endif
