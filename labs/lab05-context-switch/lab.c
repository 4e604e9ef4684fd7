/* lab.c: what a context switch costs. This lab only measures: see bench.c and subjects/. */
#include "lab/lab.h"

static const struct lab_claim claims[] = {
	{.text = "A switch is not free: two threads that take turns pay for each one",
	 .condition = {{.kind = LAB_RATIO_ABOVE,
			.experiment = "round-trip",
			.subject = "threads, pipe (same core)",
			.than = "coroutine",
			.limit = 10}}},
	{.text = NULL},
};

const struct lab lab = {
	.title = "A switch is not free",
	.about = "Two parties take turns.",
	.claims = claims,
};
