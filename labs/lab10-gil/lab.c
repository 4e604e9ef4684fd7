/* lab.c: one lock for a whole interpreter. See bench.c. */
#include "lab/lab.h"

const struct lab lab = {
	.title = "One lock for the whole interpreter",
	.about = "TODO.",
};
