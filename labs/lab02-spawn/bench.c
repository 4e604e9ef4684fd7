/* bench.c: the experiments of this lab (see harness/lab/lab.h); its subjects are in subjects/. */
#include "subjects/worker.h"

static const struct worker coroutine = {.kind = WORKER_COROUTINE};
static const struct worker fresh = {.kind = WORKER_COROUTINE_FRESH};
static const struct worker thread = {.kind = WORKER_THREAD};
static const struct worker forked = {.kind = WORKER_FORK};
static const struct worker forked_huge = {.kind = WORKER_FORK, .huge_pages = true};
static const struct worker vforked = {.kind = WORKER_VFORK};
static const struct worker spawned = {.kind = WORKER_SPAWN};

#define CREATE(name, worker, where)                                                                \
	{                                                                                          \
		.label = name, .placements = where, .measure = measure_create, .argument = &worker \
	}

static const struct lab_subject creations[] = {
	CREATE("coroutine, pooled stack", coroutine, LAB_ANYWHERE),
	CREATE("coroutine, fresh stack", fresh, LAB_ANYWHERE),
	CREATE("thread", thread, LAB_SAME_CORE),
	CREATE("vfork", vforked, LAB_SAME_CORE),
	CREATE("fork", forked, LAB_SAME_CORE),
	CREATE("posix_spawn of a program", spawned, LAB_SAME_CORE),
	{.label = NULL},
};

#define PARENT(name, worker, largest)                                                  \
	{                                                                              \
		.label = name, .placements = LAB_SAME_CORE, .measure = measure_parent, \
		.argument = &worker, .most = largest                                   \
	}

/* The others show by 256 MiB that they do not grow, and to fill a GiB takes its time. */
static const struct lab_subject parents[] = {
	PARENT("thread", thread, 256),
	PARENT("fork", forked, 1024),
	PARENT("fork, huge pages", forked_huge, 1024),
	PARENT("vfork", vforked, 256),
	PARENT("posix_spawn of a program", spawned, 256),
	{.label = NULL},
};

#define CROWD(name, how, worker)                                   \
	{                                                          \
		.label = name, .measure = how, .argument = &worker \
	}

static const struct lab_subject memories[] = {
	CROWD("coroutine", measure_memory, coroutine),
	CROWD("thread", measure_memory, thread),
	CROWD("fork", measure_memory, forked),
	CROWD("posix_spawn of a shell", measure_memory, spawned),
	CROWD("vfork", measure_memory, vforked),
	{.label = NULL},
};

static const struct lab_subject fits[] = {
	CROWD("coroutine", measure_fit, coroutine),
	CROWD("thread", measure_fit, thread),
	CROWD("fork", measure_fit, forked),
	CROWD("posix_spawn of a shell", measure_fit, spawned),
	{.label = NULL},
};

static const long mebibytes[] = {1, 4, 16, 64, 256, 1024, LAB_LAST};
static const long quick_mebibytes[] = {1, 16, 256, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "create",
	 .title = "How long does it take to make a worker and to see it end?",
	 .note = "The worker does nothing. Median and 95 % interval.",
	 .unit = "ns per worker",
	 .extras = create_extras,
	 .subjects = creations},
	{.name = "parent",
	 .title = "How long does it take when the parent holds much memory?",
	 .note = "The worker does nothing; the parent has touched all of its memory.",
	 .unit = "ns per worker",
	 .parameter = "memory of the parent (MiB)",
	 .values = mebibytes,
	 .quick_values = quick_mebibytes,
	 .subjects = parents,
	 .count = 5,
	 .is_cold = true},
	{.name = "memory",
	 .title = "How much memory does a worker take that waits?",
	 .note = "Share of all pages (PSS) of 64 workers that are alive at once, for each.",
	 .unit = "KiB per worker",
	 .extras = memory_extras,
	 .subjects = memories,
	 .count = 64,
	 .is_cold = true},
	{.name = "fit",
	 .title = "How many would fit into the memory that is available?",
	 .note = "Reckoned from what 400 take: their pages, page tables and kernel stacks.",
	 .unit = "workers",
	 .extras = fit_extras,
	 .subjects = fits,
	 .count = 400,
	 .is_cold = true},
	{.name = NULL},
};
