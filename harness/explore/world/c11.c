/* c11.c: threads.h: mutexes and conditions under their C11 names; glibc's types are the same. */
#include "explore/world/world.h"

#include <errno.h>

_Static_assert(sizeof(mtx_t) <= sizeof(pthread_mutex_t), "mtx_t is a pthread_mutex_t");

static pthread_mutex_t *mutex_of(mtx_t *mutex)
{
	return (pthread_mutex_t *)(void *)mutex;
}

static pthread_cond_t *condition_of(cnd_t *condition)
{
	return (pthread_cond_t *)(void *)condition;
}

static int status_of(int error)
{
	if (error == 0)
		return thrd_success;
	if (error == EBUSY)
		return thrd_busy;
	return error == ETIMEDOUT ? thrd_timedout : thrd_error;
}

int world_mtx_init(mtx_t *mutex, int type)
{
	pthread_mutexattr_t attributes;

	if (pthread_mutexattr_init(&attributes) != 0)
		return thrd_error;
	pthread_mutexattr_settype(&attributes, type & mtx_recursive ? PTHREAD_MUTEX_RECURSIVE
								    : PTHREAD_MUTEX_NORMAL);
	return status_of(world_pthread_mutex_init(mutex_of(mutex), &attributes));
}

void world_mtx_destroy(mtx_t *mutex)
{
	(void)world_pthread_mutex_destroy(mutex_of(mutex));
}

int world_mtx_lock(mtx_t *mutex)
{
	return status_of(world_pthread_mutex_lock(mutex_of(mutex)));
}

int world_mtx_trylock(mtx_t *mutex)
{
	return status_of(world_pthread_mutex_trylock(mutex_of(mutex)));
}

int world_mtx_timedlock(mtx_t *mutex, const struct timespec *until)
{
	return status_of(world_pthread_mutex_timedlock(mutex_of(mutex), until));
}

int world_mtx_unlock(mtx_t *mutex)
{
	return status_of(world_pthread_mutex_unlock(mutex_of(mutex)));
}

int world_cnd_init(cnd_t *condition)
{
	return status_of(world_pthread_cond_init(condition_of(condition), NULL));
}

void world_cnd_destroy(cnd_t *condition)
{
	(void)world_pthread_cond_destroy(condition_of(condition));
}

int world_cnd_wait(cnd_t *condition, mtx_t *mutex)
{
	return status_of(world_pthread_cond_wait(condition_of(condition), mutex_of(mutex)));
}

int world_cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until)
{
	return status_of(
		world_pthread_cond_timedwait(condition_of(condition), mutex_of(mutex), until));
}

int world_cnd_signal(cnd_t *condition)
{
	return status_of(world_pthread_cond_signal(condition_of(condition)));
}

int world_cnd_broadcast(cnd_t *condition)
{
	return status_of(world_pthread_cond_broadcast(condition_of(condition)));
}
