/* reset.c: a clean world for each schedule (see world.h). */
#include "explore/world/world.h"

#include "explore/engine/engine.h"
#include "explore/world/world_internal.h"

void world_reset(void)
{
	world_base_reset();
	world_sync_reset();
}

void check_sharing(int *user, bool shared, const char *what, const void *address, uintptr_t pc)
{
	int self = engine_self()->id;
	bool private = engine_is_private(address);

	if (!engine_processes() || (shared && !private) || self == 0)
		return;
	if (*user == 0)
		*user = self + 1;
	else if (*user != self + 1 && private) /* whatever its attributes say */
		engine_fail(FAILURE_MISUSE, pc, address,
			    "T%d and T%d stand for processes, and %s {%p} lies in memory that "
			    "they do not share",
			    *user - 1, self, what, address);
	else if (*user != self + 1)
		engine_fail(FAILURE_MISUSE, pc, address,
			    "T%d and T%d stand for processes, and %s {%p} between them is not "
			    "process-shared",
			    *user - 1, self, what, address);
}
