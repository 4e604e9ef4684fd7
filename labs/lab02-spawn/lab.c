/* lab.c: what it costs to make a worker. This lab only measures: see bench.c and subjects/. */
#include "lab/lab.h"

#define RATIO(name, a, b, times)                                                      \
	{                                                                             \
		.kind = LAB_RATIO_ABOVE, .experiment = name, .subject = a, .than = b, \
		.limit = times                                                        \
	}

/* Of one subject with a large parent to the same with a small one. */
#define GROWTH(which, name, times)                                                                \
	{                                                                                         \
		.kind = which, .experiment = "parent", .subject = name " (same core)", .at = 256, \
		.than = name " (same core)", .than_at = 1, .limit = times                         \
	}

static const struct lab_claim claims[] = {
	{.text = "Threads are quick to make, processes slow",
	 .condition = {RATIO("create", "fork (same core)", "thread (same core)", 2),
		       RATIO("create", "posix_spawn of a program (same core)", "thread (same core)",
			     2)}},
	{.text = "Threads are small, processes large",
	 .condition = {RATIO("memory", "fork", "thread", 2),
		       RATIO("memory", "posix_spawn of a shell", "thread", 2)}},
	{.text = "Coroutines are quicker still, by two orders of magnitude",
	 .condition = {RATIO("create", "thread (same core)", "coroutine, pooled stack", 100)}},
	{.text = "fork copies the memory map: the more memory a parent has, the longer it takes",
	 .condition = {GROWTH(LAB_RATIO_ABOVE, "fork", 5), GROWTH(LAB_RATIO_BELOW, "thread", 2)}},
	{.text = "posix_spawn and vfork copy no map: they take as long in a large parent",
	 .condition = {GROWTH(LAB_RATIO_BELOW, "vfork", 2),
		       GROWTH(LAB_RATIO_BELOW, "posix_spawn of a program", 2)}},
	{.text = NULL},
};

const struct lab lab = {
	.title = "Threads are quick and small, processes slow and large",
	.about = "A worker may be a coroutine, a thread or a process, and a process may come from "
		 "fork, vfork or posix_spawn. How long does it take to make one and to see it end? "
		 "How much memory does it take while it waits? What changes when the parent has "
		 "much memory? And how many of each would fit into this machine?",
	.claims = claims,
};
