/* Misconception: Whoever spins gets the lock soonest. Caught by: grade Loses: Asleep Named: awake */
/*
 * spins.c: numbers are drawn and served in order, and whoever waits looks again and again. A thread that
 * waits for the interpreter may wait for milliseconds: so long it keeps a core busy with nothing.
 */
#include "api.h"

#include <stdatomic.h>

struct gil {
	atomic_long next;
	atomic_long serving;
};

const size_t gil_size = sizeof(struct gil);

void gil_init(struct gil *gil)
{
	atomic_init(&gil->next, 0);
	atomic_init(&gil->serving, 0);
}

static void wait_for(struct gil *gil, long number)
{
	while (atomic_load(&gil->serving) != number)
		task_pause();
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	wait_for(gil, atomic_fetch_add(&gil->next, 1));
}

int gil_waiting(struct gil *gil)
{
	return (int)(atomic_load(&gil->next) - atomic_load(&gil->serving)) - 1;
}

void gil_yield(struct gil *gil, int worker)
{
	if (gil_waiting(gil) > 0) {
		long number = atomic_fetch_add(&gil->next, 1);

		gil_give(gil, worker);
		wait_for(gil, number);
	}
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	atomic_fetch_add(&gil->serving, 1);
}
