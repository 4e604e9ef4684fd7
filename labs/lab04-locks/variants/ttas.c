/* ttas.c: the spinlock of locks/ttas.h: it excludes, and knows of no queue. */
#include "api.h"

#include "locks/ttas.h"

struct fair_lock {
	struct ttas ttas;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	ttas_init(&lock->ttas);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)lock;
	return worker;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	(void)place;
	ttas_lock(&lock->ttas);
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	(void)place;
	ttas_unlock(&lock->ttas);
}
