/* cond.h: the calls on conditions, for functions under other names (see mutex.h). */
#ifndef EXPLORE_WORLD_COND_H
#define EXPLORE_WORLD_COND_H

#include "explore/engine/op.h"

#include <pthread.h>
#include <stdbool.h>

/* `until` NULL: no timeout. */
int condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, struct op *op,
		   const struct timespec *until);
int condition_signal(pthread_cond_t *condition, struct op *op);
int condition_broadcast(pthread_cond_t *condition, struct op *op);
int condition_init(pthread_cond_t *condition, struct op *op, bool shared);
int condition_destroy(pthread_cond_t *condition, struct op *op);

#endif
