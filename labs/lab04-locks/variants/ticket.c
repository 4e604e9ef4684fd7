/* ticket.c: the ticket lock of locks/ticket.h: fair, and it only spins. */
#include "api.h"

#include "locks/ticket.h"

struct fair_lock {
	struct ticket ticket;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	ticket_init(&lock->ticket);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)worker;
	return (long)ticket_take(&lock->ticket);
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	ticket_wait(&lock->ticket, (unsigned)place);
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	(void)place;
	ticket_unlock(&lock->ticket);
}
