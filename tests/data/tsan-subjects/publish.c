/* publish.c: a message is handed over by a relaxed flag, or by a releasing one. */
#include "subject.h"

#include <stdatomic.h>
#include <stdio.h>

static memory_order giving, taking;
static atomic_int ready;
static int message;

static void *give(void *unused)
{
	message = 42;
	atomic_store_explicit(&ready, 1, giving);
	return unused;
}

static void *take(void *unused)
{
	while (!atomic_load_explicit(&ready, taking))
		continue;
	printf("%d\n", message);
	return unused;
}

int main(int argc, char **argv)
{
	bool broken = subject_is_broken(argc, argv);

	giving = broken ? memory_order_relaxed : memory_order_release;
	taking = broken ? memory_order_relaxed : memory_order_acquire;
	subject_run(give, take, NULL);
	return 0;
}
