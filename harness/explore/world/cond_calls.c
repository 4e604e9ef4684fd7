/* cond_calls.c: pthread_cond_*, by their names (see cond.h). */
#include "explore/engine/engine.h"
#include "explore/world/cond.h"
#include "explore/world/sync.h"
#include "explore/world/world.h"
#include "explore/world/world_sync.h"

#include <errno.h>

int world_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	if (!engine_self())
		return pthread_cond_wait(condition, mutex);
	return condition_wait(condition, mutex, &(struct op){OP_HERE}, NULL);
}

int world_pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
				 const struct timespec *until)
{
	if (!engine_self())
		return pthread_cond_timedwait(condition, mutex, until);
	return condition_wait(condition, mutex, &(struct op){OP_HERE}, until);
}

int world_pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
				 const struct timespec *until)
{
	if (!engine_self())
		return pthread_cond_clockwait(condition, mutex, clock, until);
	if (!sync_is_clock(clock))
		return EINVAL;
	return condition_wait(condition, mutex, &(struct op){OP_HERE}, until);
}

int world_pthread_cond_signal(pthread_cond_t *condition)
{
	if (!engine_self())
		return pthread_cond_signal(condition);
	return condition_signal(condition, &(struct op){OP_HERE});
}

int world_pthread_cond_broadcast(pthread_cond_t *condition)
{
	if (!engine_self())
		return pthread_cond_broadcast(condition);
	return condition_broadcast(condition, &(struct op){OP_HERE});
}

int world_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
	int shared = PTHREAD_PROCESS_PRIVATE;

	if (!engine_self())
		return pthread_cond_init(condition, attributes);
	if (attributes)
		pthread_condattr_getpshared(attributes, &shared);
	return condition_init(condition, &(struct op){OP_HERE}, shared == PTHREAD_PROCESS_SHARED);
}

int world_pthread_cond_destroy(pthread_cond_t *condition)
{
	if (!engine_self())
		return pthread_cond_destroy(condition);
	return condition_destroy(condition, &(struct op){OP_HERE});
}
