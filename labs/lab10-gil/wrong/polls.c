/* Misconception: With a nap between the looks, waiting costs nothing. Caught by: grade Loses: Asleep Named: awake */
/*
 * polls.c: short naps keep the core busy with waking up, long ones let the lock lie idle. Whoever has
 * something to tell should wake the one who waits for it.
 */
#include "api.h"

#include <stdatomic.h>
#include <unistd.h>

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
		usleep(50);
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
