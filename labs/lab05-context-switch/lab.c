/* lab.c: what a context switch costs. This lab only measures: see bench.c and subjects/. */
#include "lab/lab.h"

#define RATIO(name, a, b, times)                                                      \
	{                                                                             \
		.kind = LAB_RATIO_ABOVE, .experiment = name, .subject = a, .than = b, \
		.limit = times                                                        \
	}

static const struct lab_claim claims[] = {
	{.text = "A switch is not free: taking turns costs more than the same calls without a "
		 "switch",
	 .condition = {RATIO("round-trip", "threads, pipe (same core)", "pipe calls, no switch", 1),
		       {.kind = LAB_VALUE_ABOVE,
			.experiment = "round-trip",
			.subject = "threads, pipe (same core)",
			.measure = "switches",
			.limit = 1.9}}},
	{.text = "Explicit pauses are the cheapest switches, by two orders of magnitude",
	 .condition = {RATIO("switch", "threads, futex (same core)", "coroutine", 100),
		       RATIO("switch", "threads, pipe (same core)", "coroutine", 100),
		       RATIO("switch", "processes, futex (same core)", "coroutine", 100),
		       RATIO("switch", "processes, pipe (same core)", "coroutine", 100)}},
	{.text = "A switch between processes costs more than one between threads",
	 .condition = {RATIO("switch", "processes, pipe (same core)", "threads, pipe (same core)",
			     1)}},
	{.text = "A pause is only cheap if it stays out of the kernel: ucontext makes a system "
		 "call",
	 .condition = {RATIO("switch", "ucontext", "coroutine", 10)}},
	{.text = "A switch costs more than its instructions: the cache fills anew for who goes on",
	 .condition = {{.kind = LAB_RATIO_ABOVE,
			.experiment = "working-set",
			.subject = "threads, pipe (same core)",
			.at = 32768,
			.than = "threads, pipe (same core)",
			.than_at = 1024,
			.limit = 1},
		       {.kind = LAB_RATIO_ABOVE,
			.experiment = "working-set",
			.subject = "coroutine",
			.at = 32768,
			.than = "coroutine",
			.than_at = 1024,
			.limit = 10}}},
	{.text = NULL},
};

static const struct lab_advice advice[] = {
	{.take = "coroutines",
	 .situation = LAB_CONTROL,
	 .why = "Switches come only where the code says so, and cost a hundredth of the kernel's.",
	 .condition = {RATIO("switch", "threads, futex (same core)", "coroutine", 100),
		       RATIO("switch", "processes, futex (same core)", "coroutine", 100)}},
	{.take = NULL},
};

const struct lab lab = {
	.title = "A switch is not free",
	.about =
		"Two parties take turns, as coroutines of one thread, as threads and as processes, "
		"and tell each other by pipe, eventfd, futex, semaphore or condition variable "
		"whose turn it is. On one core each turn needs a switch; across two cores each "
		"party goes to sleep on its own. The switches are counted, not assumed. Then both "
		"parties get something to do: each walks through a working set of its own, and "
		"the switch also costs what has to come back into the cache.",
	.claims = claims,
	.advice = advice,
};
