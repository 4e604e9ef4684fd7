/*
 * world_sync.h: locks, conditions and their like, and the clock: what programs call of these (see
 * world.h). Misuse fails the schedule where a program could not count on an error code: an unlock
 * by a thread that is no owner, a wait without the mutex, destroying what is held or waited on, use
 * of what was destroyed or never initialized. Functions on attributes are the C library's own.
 */
#ifndef EXPLORE_WORLD_WORLD_SYNC_H
#define EXPLORE_WORLD_WORLD_SYNC_H

#include <pthread.h>
#include <semaphore.h>
#include <sys/time.h>
#include <sys/types.h>
#include <threads.h>
#include <time.h>

/* Forget all that belongs to one schedule. */
void world_sync_reset(void);

/* ---- mutexes and conditions of C11 ---- */
int world_mtx_init(mtx_t *mutex, int type);
void world_mtx_destroy(mtx_t *mutex);
int world_mtx_lock(mtx_t *mutex);
int world_mtx_trylock(mtx_t *mutex);
int world_mtx_timedlock(mtx_t *mutex, const struct timespec *until);
int world_mtx_unlock(mtx_t *mutex);
int world_cnd_init(cnd_t *condition);
void world_cnd_destroy(cnd_t *condition);
int world_cnd_wait(cnd_t *condition, mtx_t *mutex);
int world_cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until);
int world_cnd_signal(cnd_t *condition);
int world_cnd_broadcast(cnd_t *condition);

/* ---- the clock ---- */
int world_clock_gettime(clockid_t clock, struct timespec *time);
time_t world_time(time_t *result);
int world_gettimeofday(struct timeval *time, void *zone);
unsigned world_sleep(unsigned seconds);
int world_usleep(useconds_t microseconds);
int world_nanosleep(const struct timespec *duration, struct timespec *rest);
int world_thrd_sleep(const struct timespec *duration, struct timespec *rest);
int world_clock_getres(clockid_t clock, struct timespec *resolution);
int world_clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
			  struct timespec *rest);
int world_sched_yield(void);
int world_pthread_yield(void);
void world_thrd_yield(void);
void world_task_pause(void);

/* ---- conditions ---- */
int world_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int world_pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
				 const struct timespec *until);
int world_pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
				 const struct timespec *until);
int world_pthread_cond_signal(pthread_cond_t *condition);
int world_pthread_cond_broadcast(pthread_cond_t *condition);
int world_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes);
int world_pthread_cond_destroy(pthread_cond_t *condition);

/* ---- mutexes ---- */
int world_pthread_mutex_lock(pthread_mutex_t *mutex);
int world_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until);
int world_pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
				  const struct timespec *until);
int world_pthread_mutex_trylock(pthread_mutex_t *mutex);
int world_pthread_mutex_unlock(pthread_mutex_t *mutex);
int world_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int world_pthread_mutex_consistent(pthread_mutex_t *mutex);
int world_pthread_mutex_destroy(pthread_mutex_t *mutex);

/* ---- once, and barriers ---- */
int world_pthread_once(pthread_once_t *flag, void (*routine)(void));
void world_call_once(once_flag *flag, void (*routine)(void));
int world_pthread_barrier_init(pthread_barrier_t *address, const pthread_barrierattr_t *attributes,
			       unsigned count);
int world_pthread_barrier_destroy(pthread_barrier_t *address);
int world_pthread_barrier_wait(pthread_barrier_t *address);

/* ---- read-write locks ---- */
int world_pthread_rwlock_rdlock(pthread_rwlock_t *address);
int world_pthread_rwlock_wrlock(pthread_rwlock_t *address);
int world_pthread_rwlock_timedrdlock(pthread_rwlock_t *address, const struct timespec *until);
int world_pthread_rwlock_timedwrlock(pthread_rwlock_t *address, const struct timespec *until);
int world_pthread_rwlock_tryrdlock(pthread_rwlock_t *address);
int world_pthread_rwlock_trywrlock(pthread_rwlock_t *address);
int world_pthread_rwlock_unlock(pthread_rwlock_t *address);
int world_pthread_rwlock_init(pthread_rwlock_t *address, const pthread_rwlockattr_t *attributes);
int world_pthread_rwlock_destroy(pthread_rwlock_t *address);

/* ---- semaphores ---- */
int world_sem_init(sem_t *address, int shared, unsigned value);
int world_sem_destroy(sem_t *address);
int world_sem_wait(sem_t *address);
int world_sem_timedwait(sem_t *address, const struct timespec *until);
int world_sem_trywait(sem_t *address);
int world_sem_post(sem_t *address);
int world_sem_getvalue(sem_t *address, int *value);

/* ---- spin locks ---- */
int world_pthread_spin_init(pthread_spinlock_t *lock, int shared);
int world_pthread_spin_destroy(pthread_spinlock_t *lock);
int world_pthread_spin_lock(pthread_spinlock_t *lock);
int world_pthread_spin_trylock(pthread_spinlock_t *lock);
int world_pthread_spin_unlock(pthread_spinlock_t *lock);

#endif
