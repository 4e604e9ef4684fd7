/*
 * api.h: lab04's fair lock, and what a fix must provide.
 *
 * A lock for a hall with one counter: who comes takes a place in the queue (arrive), waits until it
 * is served (wait), and makes room for the next one (leave). It lies in memory that all workers
 * share, also when they are processes: whatever a fix needs belongs into its `struct fair_lock`,
 * of which it decides the members.
 */
#ifndef LAB04_API_H
#define LAB04_API_H

#include <stddef.h>

struct fair_lock; /* the fix defines it */

/* The most bytes a fix's struct fair_lock may have. */
#define FAIR_LOCK_ROOM 16384

/* Workers are numbered from 0; there are at most so many. */
#define FAIR_LOCK_WORKERS 64

/* sizeof(struct fair_lock), so that the lab can check it. */
extern const size_t fair_lock_size;

/* Make `lock`, which is zeroed memory, a lock that is free. Called once, before any worker runs. */
void fair_lock_init(struct fair_lock *lock);

/*
 * Stand in line. Returns the place, whatever number that is to the fix. It waits for nobody to
 * leave: a worker may stand in line for its next turn while it still has the lock. So a worker has
 * at most two places at a time: the one it is served at, and one further back.
 */
long fair_lock_arrive(struct fair_lock *lock, int worker);

/*
 * Wait until it is the turn of `place`; on return the caller has the lock, and nobody else. Who
 * came to the end of its fair_lock_arrive before another one began is served before that one.
 */
void fair_lock_wait(struct fair_lock *lock, long place);

/* Give the lock back, which the caller got at `place`: the turn of the next one in line. */
void fair_lock_leave(struct fair_lock *lock, long place);

/*
 * Given, and a fix may call it: let others run, whatever workers are. Threads and processes give
 * their core away (as sched_yield does), coroutines switch to the next one.
 */
void task_pause(void);

#endif
