/* grade.c: how fixes of the scheduler are graded: points, scenarios, what mistakes mean. */
#include "grade/grade.h"

#include <stddef.h>

static const char *const provides[] = {"scheduler_size", "scheduler_init",    "scheduler_spawn",
				       "scheduler_run",	 "scheduler_destroy", NULL};

static const struct grade_size alone[] = {{1, 1}, {1, 30}, {0, 0}};
/* From two workers on tasks spawn others; with three one tries to run the scheduler from inside. */
static const struct grade_size together[] = {{2, 1}, {3, 1}, {3, 3}, {1, 400}, {0, 0}};
static const struct grade_size ordered[] = {{2, 1}, {2, 3}, {0, 0}};
static const struct grade_size leaking[] = {{1, 5}, {0, 0}};
static const struct grade_size accesses[] = {{3, 20}, {1, 3000}, {0, 0}};
/* So many that whoever looks for one of them, or moves them all, takes a hundred times as long. */
static const struct grade_size many[] = {{1, 10000}, {0, 0}};

static const struct grade_check checks[] = {
	{.name = "It builds",
	 .kind = GRADE_BUILDS,
	 .points = 1,
	 .asks = "It compiles without warnings and uses only what the task needs."},
	{.name = "Alone",
	 .kind = GRADE_ALONE,
	 .points = 4,
	 .asks = "Tasks that pause and finish are resumed in turn, until all have finished.",
	 .sizes = alone},
	{.name = "Coroutines",
	 .kind = GRADE_COROUTINES,
	 .points = 5,
	 .asks = "Several schedulers at the same time, whose tasks spawn others, and try to run "
		 "the scheduler that runs them.",
	 .sizes = together},
	{.name = "In order",
	 .kind = GRADE_ORDER,
	 .points = 4,
	 .asks = "There is one queue: whoever is spawned meanwhile joins its end, and whoever "
		 "pauses.",
	 .sizes = ordered},
	{.name = "Memory",
	 .kind = GRADE_MEMORY,
	 .points = 3,
	 .asks = "It leaves alone what has finished, stays within memory that is its own, and "
		 "loses none.",
	 .sizes = accesses,
	 .explored = leaking},
	{.name = "Side by side",
	 .kind = GRADE_PARALLEL,
	 .points = 3,
	 .asks = "With many tasks a turn takes no longer than with few.",
	 .sizes = many},
	{.name = NULL},
};

static const struct grade_misconception misconceptions[] = {
	{.name = "gone",
	 .failure = "use after free",
	 .text = "A task that has finished is gone: take it out before it is resumed, not after.",
	 .section = "Your task"},
	{.name = "order",
	 .failure = "no order explains",
	 .text = "One queue: whoever pauses or is spawned joins its end.",
	 .section = "Your task"},
	{.name = NULL},
};

const struct grading grading = {
	.provides = provides,
	.checks = checks,
	.misconceptions = misconceptions,
	.slowest = 20,
};
