/* freed.c: a block is freed while another thread uses it, or after it has ended. */
#include "subject.h"

#include <stdatomic.h>

static atomic_bool gone;

/* Waits without ordering anything, so that it always comes second. */
static void *use(void *block)
{
	while (!atomic_load_explicit(&gone, memory_order_relaxed))
		continue;
	*(volatile int *)block += 1;
	return NULL;
}

static void *release(void *block)
{
	free(block);
	atomic_store_explicit(&gone, true, memory_order_relaxed);
	return NULL;
}

static void *do_not(void *unused)
{
	atomic_store_explicit(&gone, true, memory_order_relaxed);
	return unused;
}

int main(int argc, char **argv)
{
	bool broken = subject_is_broken(argc, argv);
	int *block = calloc(1, sizeof *block);

	subject_run(broken ? release : do_not, use, block);
	if (!broken)
		free(block);
	return 0;
}
