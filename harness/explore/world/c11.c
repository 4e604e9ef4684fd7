/*
 * c11.c: threads.h: mutexes and conditions under their C11 names; glibc's types are the same as
 * those of pthreads (see world_sync.h). Each is told from where user code calls it.
 */
#include "explore/engine/engine.h"
#include "explore/world/cond.h"
#include "explore/world/mutex.h"
#include "explore/world/world_base.h"
#include "explore/world/world_sync.h"

#include <errno.h>

_Static_assert(sizeof(mtx_t) <= sizeof(pthread_mutex_t), "mtx_t is a pthread_mutex_t");

static pthread_mutex_t *pthread_of(mtx_t *mutex)
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
	int pthread_type = type & mtx_recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL;

	if (!engine_self())
		return mtx_init(mutex, type);
	return status_of(mutex_init(pthread_of(mutex), &(struct op){OP_HERE}, pthread_type, false));
}

void world_mtx_destroy(mtx_t *mutex)
{
	if (engine_self())
		(void)mutex_destroy(pthread_of(mutex), &(struct op){OP_HERE});
	else
		mtx_destroy(mutex);
}

int world_mtx_lock(mtx_t *mutex)
{
	if (!engine_self())
		return mtx_lock(mutex);
	return status_of(mutex_lock(pthread_of(mutex), &(struct op){OP_HERE}, NULL));
}

int world_mtx_trylock(mtx_t *mutex)
{
	if (!engine_self())
		return mtx_trylock(mutex);
	return status_of(mutex_trylock(pthread_of(mutex), &(struct op){OP_HERE}));
}

int world_mtx_timedlock(mtx_t *mutex, const struct timespec *until)
{
	if (!engine_self())
		return mtx_timedlock(mutex, until);
	return status_of(mutex_lock(pthread_of(mutex), &(struct op){OP_HERE}, until));
}

int world_mtx_unlock(mtx_t *mutex)
{
	if (!engine_self())
		return mtx_unlock(mutex);
	return status_of(mutex_unlock(pthread_of(mutex), &(struct op){OP_HERE}));
}

int world_cnd_init(cnd_t *condition)
{
	if (!engine_self())
		return cnd_init(condition);
	return status_of(condition_init(condition_of(condition), &(struct op){OP_HERE}, false));
}

void world_cnd_destroy(cnd_t *condition)
{
	if (engine_self())
		(void)condition_destroy(condition_of(condition), &(struct op){OP_HERE});
	else
		cnd_destroy(condition);
}

int world_cnd_wait(cnd_t *condition, mtx_t *mutex)
{
	if (!engine_self())
		return cnd_wait(condition, mutex);
	return status_of(condition_wait(condition_of(condition), pthread_of(mutex),
					&(struct op){OP_HERE}, NULL));
}

int world_cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until)
{
	if (!engine_self())
		return cnd_timedwait(condition, mutex, until);
	return status_of(condition_wait(condition_of(condition), pthread_of(mutex),
					&(struct op){OP_HERE}, until));
}

int world_cnd_signal(cnd_t *condition)
{
	if (!engine_self())
		return cnd_signal(condition);
	return status_of(condition_signal(condition_of(condition), &(struct op){OP_HERE}));
}

int world_cnd_broadcast(cnd_t *condition)
{
	if (!engine_self())
		return cnd_broadcast(condition);
	return status_of(condition_broadcast(condition_of(condition), &(struct op){OP_HERE}));
}
