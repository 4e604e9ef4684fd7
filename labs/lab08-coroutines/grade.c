/* grade.c: how fixes of the scheduler are graded: points, scenarios, what mistakes mean. */
#include "grade/grade.h"

#include <stddef.h>

static const char *const provides[] = {"scheduler_size", "scheduler_init",    "scheduler_spawn",
				       "scheduler_run",	 "scheduler_destroy", NULL};

static const struct grade_size alone[] = {{1, 1}, {1, 30}, {0, 0}};
/*
 * From two workers on tasks spawn others; with three one tries to run the scheduler from inside;
 * with four, which are too many to explore, many others are spawned and must come in order.
 */
static const struct grade_size together[] = {{2, 1}, {3, 2}, {1, 400}, {0, 0}};
static const struct grade_size crowded[] = {{3, 1500}, {0, 0}};
static const struct grade_size crowded_in_order[] = {{4, 1500}, {0, 0}};
static const struct grade_size ordered[] = {{2, 1}, {2, 2}, {0, 0}};
/* Few at a time, some at the end, and so many that what grows has to grow. */
static const struct grade_size leaking[] = {{1, 5}, {2, 1}, {3, 1}, {1, 200}, {0, 0}};
static const struct grade_size accesses[] = {{3, 20}, {1, 3000}, {0, 0}};
/*
 * In the end so many that whoever moves them all takes fifty times as long; who looks for one of
 * them is found out before.
 */
static const struct grade_size many[] = {{1, 3000}, {1, 10000}, {0, 0}};

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
	 .sizes = together,
	 .stressed = crowded},
	{.name = "In order",
	 .kind = GRADE_ORDER,
	 .points = 4,
	 .asks = "There is one queue: whoever is spawned meanwhile joins its end, and whoever "
		 "pauses.",
	 .sizes = ordered,
	 .stressed = crowded_in_order},
	{.name = "Memory",
	 .kind = GRADE_MEMORY,
	 .points = 3,
	 .asks = "It leaves alone what has finished, stays within memory that is its own, and "
		 "loses none.",
	 .sizes = accesses,
	 .explored = leaking},
	{.name = "Many tasks",
	 .kind = GRADE_PARALLEL,
	 .points = 3,
	 .asks = "With many tasks a turn takes no longer than with few.",
	 .sizes = many},
	{.name = NULL},
};

/* The first that fits is told. */
static const struct grade_misconception misconceptions[] = {
	{.name = "leak",
	 .failure = " is never freed",
	 .text = "What the scheduler allocates it frees: when a task has finished, or at "
		 "scheduler_destroy.",
	 .section = "Your task"},
	{.name = "several",
	 .code = " = internal global ",
	 .failure = "coroutines with",
	 .text = "There may be several schedulers at the same time, and what is static is shared "
		 "by "
		 "all of them.",
	 .section = "Your task"},
	{.name = "gone",
	 .failure = "use after free",
	 .text = "A task that has finished is gone, and so is its `next`.",
	 .section = "Your task"},
	{.name = "empty",
	 .failure = "a NULL pointer is used",
	 .text = "There may be nobody in the queue: look before you take somebody out.",
	 .section = "Your task"},
	{.name = "few",
	 .failure = "could not be spawned",
	 .text = "There may be any number of tasks.",
	 .section = "Your task"},
	{.name = "inside",
	 .failure = "ran inside",
	 .text = "A task may not run the scheduler that runs it: that one must know that it is "
		 "running.",
	 .section = "Your task"},
	{.name = "refuses",
	 .failure = "refused to run",
	 .text = "A scheduler is running from when scheduler_run begins until it returns, and no "
		 "longer.",
	 .section = "Your task"},
	{.name = "strange",
	 .failure = "in no queue of a scheduler",
	 .text = "What lies in a task's `next` when it is spawned is anybody's, and who is left in "
		 "the queue at scheduler_destroy stays as it is.",
	 .section = "Your task"},
	{.name = "finished",
	 .failure = "resumed after it had finished",
	 .text = "What task_resume returns says whether the task is to be put back.",
	 .section = "Your task"},
	{.name = "finished",
	 .failure = "crashed: Aborted",
	 .text = "What task_resume returns says whether the task is to be put back.",
	 .section = "Your task"},
	{.name = "lost",
	 .failure = "had not finished",
	 .text = "It is done when the queue is empty and nobody runs, and no sooner: the one that "
		 "runs may pause, or spawn others.",
	 .section = "Why"},
	{.name = "order",
	 .failure = "out of turn",
	 .text = "Whoever pauses joins the end of the queue, whoever is at the front is next, and "
		 "nobody is passed over when one leaves.",
	 .section = "Why"},
	{.name = "order",
	 .failure = "no order explains",
	 .text = "There is one queue, and whoever pauses or is spawned joins its end: "
		 "compare the "
		 "order of resumes with that of pauses and spawns.",
	 .section = "Why"},
	{.name = "crowd",
	 .failure = "With many operations",
	 .text = "What has become too small must grow in the middle of a round, too: what is left "
		 "of "
		 "the round, and the one that runs, must still find their places.",
	 .section = "Hints"},
	{.name = "leak",
	 .failure = " is never freed",
	 .text = "What the scheduler allocates it frees: when a task has finished, or at "
		 "scheduler_destroy.",
	 .section = "Your task"},
	{.name = "slow",
	 .failure = "as long as the reference",
	 .text = "Whoever looks for somebody in a queue, or moves all that wait, does it at each "
		 "turn: a queue is used at its two ends only.",
	 .section = "Hints"},
	{.name = "slow",
	 .failure = "did not come to its end",
	 .text = "Whoever looks for somebody in a queue, or moves all that wait, does it at each "
		 "turn: a queue is used at its two ends only.",
	 .section = "Hints"},
	{.name = NULL},
};

const struct grading grading = {
	.provides = provides,
	.checks = checks,
	.misconceptions = misconceptions,
	.slowest = 20,
};
