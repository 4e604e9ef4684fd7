/* grade.c: how fixes of the interpreter's lock are graded: points, scenarios, what mistakes mean. */
#include "api.h"

#include "grade/grade.h"

#include <stddef.h>

static const char *const provides[] = {"gil_size",  "gil_init", "gil_take", "gil_waiting",
				       "gil_yield", "gil_give", NULL};

static const struct grade_size alone[] = {{1, 300}, {3, 40}, {0, 0}};
/* With more than one turn some wait in their first one until the others are counted (lab.c). */
static const struct grade_size explored[] = {{2, 1}, {2, 2}, {3, 1}, {16, 1}, {0, 0}};
/* Two turns of three: whoever gave the lock up comes again, and one of two others waits still. */
static const struct grade_size ordered[] = {{2, 1}, {2, 2}, {3, 1}, {3, 2}, {0, 0}};
/* One turn each: in more the lab itself looks again and again. */
static const struct grade_size asleep[] = {{2, 1}, {3, 1}, {0, 0}};
static const struct grade_size detected[] = {{3, 100}, {0, 0}};
/* Many turns, and as many workers as there may be. */
static const struct grade_size stressed[] = {{4, 500}, {GIL_WORKERS, 4}, {0, 0}};

static const struct grade_check checks[] = {
	{.name = "It builds",
	 .kind = GRADE_BUILDS,
	 .points = 1,
	 .asks = "It compiles without warnings and uses only what the task needs."},
	{.name = "Alone",
	 .kind = GRADE_ALONE,
	 .points = 1,
	 .asks = "One worker after the other, none of them waits for anybody.",
	 .sizes = alone},
	{.name = "Threads",
	 .kind = GRADE_THREADS,
	 .points = 5,
	 .asks = "No interleaving of threads lets two in at once, passes somebody over, or lets "
		 "one wait for ever.",
	 .sizes = explored,
	 .stressed = stressed},
	{.name = "ThreadSanitizer",
	 .kind = GRADE_TSAN,
	 .points = 2,
	 .asks = "What the holder did is visible to the next one: no data race.",
	 .sizes = detected},
	{.name = "In order",
	 .kind = GRADE_ORDER,
	 .points = 4,
	 .asks = "Whoever gives the lock up does not get it back before those who were waiting.",
	 .sizes = ordered},
	{.name = "Asleep",
	 .kind = GRADE_ASLEEP,
	 .points = 3,
	 .asks = "Whoever waits sleeps until it is woken.",
	 .without = "timed clockwait clocklock",
	 .sizes = asleep},
	{.name = "Memory",
	 .kind = GRADE_MEMORY,
	 .points = 1,
	 .asks = "It stays within memory that is its own.",
	 .sizes = alone},
	{.name = NULL},
};

static const struct grade_misconception misconceptions[] = {
	{.name = "retaken",
	 .failure = "passed over",
	 .text = "To wake somebody is not to let it in: until it runs, the lock is free for "
		 "whoever is quicker.",
	 .section = "Why"},
	{.name = "out-of-turn",
	 .failure = "no order explains",
	 .text = "Who comes or comes back must stand behind those who are waiting already.",
	 .section = "Why"},
	{.name = "waits-to-give",
	 .failure = "a call that must not wait",
	 .text = "To give the lock back is to say whose it is: that one need not be seen to have "
		 "it.",
	 .section = "Your task"},
	{.name = "two-at-once",
	 .failure = "entries are missing",
	 .text = "Two had the lock at once: whoever wakes up must look whether it is its turn.",
	 .section = "Why"},
	{.name = "crowd",
	 .failure = "64 threads",
	 .text = "There may be GIL_WORKERS workers, and all but one may wait at the same time.",
	 .section = "Your task"},
	{.name = "for-ever",
	 .failure = "still running at the deadline",
	 .text = "If nobody waits there is nobody to wait for.",
	 .section = "Your task"},
	{.name = "several",
	 .code = " = internal global ",
	 .text = "There may be several locks, and what is static is shared by all of them.",
	 .section = "Your task"},
	{.name = "lost-wake-up",
	 .failure = "lost wake-up",
	 .text = "All sleep, and nobody is left to wake the one whose turn it is: a signal that "
		 "found nobody, or another one, is gone.",
	 .section = "Why"},
	{.name = "stuck",
	 .failure = "deadlock",
	 .text = "All wait for each other: who is to make the first step?",
	 .section = "Why"},
	{.name = "uncounted",
	 .failure = "was not counted",
	 .text = "Whoever has yielded waits, and whoever waits is counted, however often numbers "
		 "have been drawn.",
	 .section = "Your task"},
	{.name = "uncounted",
	 .failure = "livelock",
	 .text = "Somebody waits for the lock and is not counted: the one who has it will never "
		 "let it have a turn.",
	 .section = "Your task"},
	{.name = "awake",
	 .failure = "looks again and again",
	 .text = "Whoever looks again and again keeps a core from those who could use it.",
	 .section = "Your task"},
	{.name = "awake",
	 .failure = "naps while it waits",
	 .text = "Whoever wakes up by itself, only to look, keeps a core from those who could use "
		 "it.",
	 .section = "Your task"},
	{.name = "unordered",
	 .failure = "data race",
	 .text = "Two accesses that nothing orders: either two were in at once, or what several "
		 "threads change is looked at without a lock.",
	 .section = "Why"},
	{.name = NULL},
};

const struct grading grading = {
	.provides = provides,
	.checks = checks,
	.misconceptions = misconceptions,
};
