/* Misconception: A slip of paper can be dropped when it has been served. Caught by: grade Loses: Memory Named: leak */
/*
 * slips.c: tickets, each on a slip of its own from malloc, which nobody frees. It serves all in
 * order, until there is no memory left.
 */
#include "api.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

struct slip {
	long number;
};

struct fair_lock {
	atomic_long next, serving;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&lock->next, 0);
	atomic_init(&lock->serving, 0);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	struct slip *slip = malloc(sizeof *slip);

	(void)worker;
	if (!slip)
		abort();
	slip->number = atomic_fetch_add(&lock->next, 1);
	return (long)(intptr_t)slip;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	const struct slip *slip = (const struct slip *)place;

	while (atomic_load(&lock->serving) != slip->number)
		task_pause();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	const struct slip *slip = (const struct slip *)place;

	atomic_store(&lock->serving, slip->number + 1);
}
