/* refuse.c: what is not modelled is refused by name, never guessed; and the world's common reset. */
#include "explore/world/world_base.h"

#include "explore/engine/engine.h"

#include <unistd.h>

void world_refuse(const char *name, uintptr_t pc)
{
	if (engine_self())
		engine_fail(FAILURE_UNMODELLED, pc, NULL, "%s is not modelled", name);
	fprintf(stderr, "the program calls %s before its main function, which is not modelled\n",
		name);
	_exit(2);
}

void world_base_reset(void)
{
	thread_reset();
	keys_reset();
	heap_reset();
	malloc_reset();
	output_reset();
	random_reset();
	tls_reset();
}
