/* Gate: allowed */
#include <stdatomic.h>
#include <stdint.h>

#define BUSY ((void *)1)
#define NOBODY ((void *)-1)

static _Atomic(void *) head;

/* The lowest bit is a mark. */
static void *strip(void *tagged)
{
	return (void *)((uintptr_t)tagged & ~(uintptr_t)1);
}

void fix(void)
{
	void *seen = atomic_exchange(&head, BUSY);

	if (seen == NOBODY || strip(seen) == NULL)
		atomic_store(&head, NOBODY);
}
