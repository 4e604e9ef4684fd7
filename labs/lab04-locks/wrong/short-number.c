/* Misconception: A number that wraps round is harmless: it is only compared. Caught by: grade Loses: Alone, Threads, ThreadSanitizer, Processes, Memory, Side by side, In order Named: for-ever */
/*
 * short-number.c: the numbers that are drawn have sixteen bits, and begin anew after 65,536 turns.
 * The number that is shown does not: from then on nobody has it. Both must wrap at the same value.
 */
#include "api.h"

#include <stdatomic.h>
#include <stdint.h>

struct fair_lock {
	_Atomic uint16_t next;
	atomic_long serving;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&lock->next, 0);
	atomic_init(&lock->serving, 0);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)worker;
	return atomic_fetch_add(&lock->next, 1);
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (atomic_load(&lock->serving) != place)
		task_pause();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store(&lock->serving, place + 1);
}
