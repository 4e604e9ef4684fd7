/* lab.c: what an event loop per core does for work that both waits and computes. See bench.c. */
#include "lab/lab.h"

static const struct lab_claim claims[] = {
	{.text = NULL},
};

const struct lab lab = {
	.title = "An event loop per core",
	.about = "Requests are parsed, wait for a slow server, and are computed on.",
	.claims = claims,
};
