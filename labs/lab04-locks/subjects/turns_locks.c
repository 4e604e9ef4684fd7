/*
 * turns_locks.c: turn after turn with each kind of lock.
 *
 * A loop of its own for each, so that what can be inlined is: calling all through a pointer would
 * measure the call. pthread's locks cannot fail here, and a check would be measured, too.
 */
#include "subjects/crowd.h"

/* One turn after the other; `take` and `give` are expressions. */
#define TAKE_TURNS(crowd, number, take, give)                        \
	do {                                                         \
		struct crowd_worker *me_ = &(crowd)->worker[number]; \
		while (!crowd_is_over(crowd)) {                      \
			if ((crowd)->is_timed)                       \
				crowd_begin_wait(me_);               \
			take;                                        \
			if ((crowd)->is_timed)                       \
				crowd_end_wait(me_);                 \
			crowd_section(crowd);                        \
			give;                                        \
			crowd_count_turn(me_);                       \
			crowd_work((crowd)->rest);                   \
		}                                                    \
	} while (0)

void turns_unlocked(struct crowd *crowd, int number)
{
	TAKE_TURNS(crowd, number, (void)0, (void)0);
}

void turns_mutex(struct crowd *crowd, int number)
{
	TAKE_TURNS(crowd, number, pthread_mutex_lock(&crowd->mutex),
		   pthread_mutex_unlock(&crowd->mutex));
}

void turns_adaptive(struct crowd *crowd, int number)
{
	TAKE_TURNS(crowd, number, pthread_mutex_lock(&crowd->adaptive),
		   pthread_mutex_unlock(&crowd->adaptive));
}

void turns_spin(struct crowd *crowd, int number)
{
	TAKE_TURNS(crowd, number, pthread_spin_lock(&crowd->spin),
		   pthread_spin_unlock(&crowd->spin));
}

void turns_rwlock(struct crowd *crowd, int number)
{
	TAKE_TURNS(crowd, number, pthread_rwlock_wrlock(&crowd->rwlock),
		   pthread_rwlock_unlock(&crowd->rwlock));
}

void turns_ttas(struct crowd *crowd, int number)
{
	TAKE_TURNS(crowd, number, ttas_lock(&crowd->ttas), ttas_unlock(&crowd->ttas));
}

void turns_ticket(struct crowd *crowd, int number)
{
	TAKE_TURNS(crowd, number, ticket_lock(&crowd->ticket), ticket_unlock(&crowd->ticket));
}

void turns_mcs(struct crowd *crowd, int number)
{
	struct mcs_node *node = &crowd->worker[number].node;

	TAKE_TURNS(crowd, number, mcs_lock(&crowd->mcs, node), mcs_unlock(&crowd->mcs, node));
}

void turns_futex(struct crowd *crowd, int number)
{
	TAKE_TURNS(crowd, number, futex_mutex_lock(&crowd->futex),
		   futex_mutex_unlock(&crowd->futex));
}

void turns_parking(struct crowd *crowd, int number)
{
	TAKE_TURNS(crowd, number, parking_ticket_lock(&crowd->parking),
		   parking_ticket_unlock(&crowd->parking));
}
