/* lab.c: where each way of doing many things at once bends or fails. See bench.c. */
#include "lab/lab.h"

static const struct lab_claim claims[] = {
	{.text = NULL},
};

const struct lab lab = {
	.title = "Ten thousand tasks that wait",
	.about = "Tasks that wait, as a server's do for its clients: ten, a hundred, a thousand, "
		 "ten "
		 "thousand.",
	.claims = claims,
};
