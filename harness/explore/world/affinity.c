/*
 * affinity.c: which cores a thread may run on. It changes nothing here: threads that share a core
 * are interrupted anywhere, too.
 */
#include "explore/engine/engine.h"
#include "explore/world/world_base.h"

#include <sched.h>

int world_sched_getaffinity(pid_t pid, size_t size, cpu_set_t *cores)
{
	struct place place = PLACE_HERE;

	world_touch(cores, size, true, place.pc, place.frame);
	return sched_getaffinity(pid, size, cores);
}

int world_sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *cores)
{
	struct place place = PLACE_HERE;

	if (!engine_self())
		return sched_setaffinity(pid, size, cores);
	world_touch(cores, size, false, place.pc, place.frame);
	return 0;
}

int world_pthread_setaffinity_np(pthread_t thread, size_t size, const cpu_set_t *cores)
{
	struct place place = PLACE_HERE;

	if (!engine_self())
		return pthread_setaffinity_np(thread, size, cores);
	world_touch(cores, size, false, place.pc, place.frame);
	return 0;
}

int world_sched_getcpu(void)
{
	return engine_self() ? 0 : sched_getcpu();
}
