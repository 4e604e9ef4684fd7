/* worker.c: one worker's life, the same under every model (see carrier.h). */
#include "exec/block.h"
#include "exec/carrier.h"

#include <sched.h>
#include <sys/resource.h>
#include <time.h>

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Pin the calling thread to the n-th CPU that this process may use, counting round. */
static bool pin_to(int n)
{
	cpu_set_t allowed, one;
	int count;

	if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		return false;
	count = CPU_COUNT(&allowed);
	if (count == 0)
		return false;
	n %= count;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &allowed) || n-- > 0)
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		return sched_setaffinity(0, sizeof one, &one) == 0;
	}
	return false;
}

/*
 * DOC: start barrier
 * Workers that start one after another hardly overlap, and races hide: a worker may be done
 * before the next one is born. So all wait here until the last has arrived. They spin, since
 * sleepers would wake one after another; but they yield now and then, since with more workers
 * than cores the last one needs a core to arrive on.
 */
static void barrier_wait(struct control *control)
{
	int workers = control->options.workers;

	atomic_fetch_add(&control->arrived, 1);
	for (int spins = 0; atomic_load(&control->arrived) < workers; spins++)
		if (spins % 256 == 255)
			sched_yield();
}

void worker_start(struct control *control, int worker)
{
	struct slot *slot = &control->slot[worker];

	atomic_store(&slot->stage, STAGE_WAITING);
	if (control->options.pin && !pin_to(carrier_is_one_thread(control) ? 0 : worker))
		atomic_store(&slot->unpinned, true);
	block_prefault(control->shared);
	barrier_wait(control);
}

void worker_count_switches(struct slot *slot, int sign)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage) != 0)
		return;
	slot->voluntary += sign * usage.ru_nvcsw;
	slot->involuntary += sign * usage.ru_nivcsw;
}

void worker_run(struct control *control, int worker)
{
	struct slot *slot = &control->slot[worker];

	if (!carrier_is_one_thread(control))
		worker_count_switches(slot, -1);
	atomic_store(&slot->stage, STAGE_RUNNING);
	slot->start_ns = now_ns();
	control->body(control->shared, worker);
	slot->stop_ns = now_ns();
	if (!carrier_is_one_thread(control))
		worker_count_switches(slot, +1);
	/* Last, and with release: whoever sees DONE sees the times too. */
	atomic_store(&slot->stage, STAGE_DONE);
}
