/* grade.c: how fixes of the account are graded: points, scenarios, what mistakes mean. */
#include "grade/grade.h"

#include <stddef.h>

static const char *const provides[] = {"account_size", "account_init", "account_pay_in",
				       "account_read", NULL};

static const struct grade_size alone[] = {{1, 30}, {3, 20}, {0, 0}};
static const struct grade_size explored[] = {{2, 1}, {2, 2}, {3, 1}, {0, 0}};
/* Many that wait, many payments while one waits, and large ones (lab.c). */
static const struct grade_size crowded[] = {{40, 60}, {9, 300}, {0, 0}};
static const struct grade_size ordered[] = {{2, 1}, {2, 2}, {3, 1}, {0, 0}};
static const struct grade_size leaking[] = {{1, 3}, {2, 2}, {0, 0}};

static const struct grade_check checks[] = {
	{.name = "It builds",
	 .kind = GRADE_BUILDS,
	 .points = 1,
	 .asks = "It compiles without warnings and uses only what the task needs."},
	{.name = "Alone",
	 .kind = GRADE_ALONE,
	 .points = 2,
	 .asks = "One worker after the other, each payment is in, with its stamp.",
	 .sizes = alone},
	{.name = "Coroutines",
	 .kind = GRADE_COROUTINES,
	 .points = 11,
	 .asks = "Whoever goes on after a pause: no payment is lost, no balance is seen with "
		 "another one's stamp, nobody waits for ever.",
	 .sizes = explored,
	 .stressed = crowded},
	{.name = "In order",
	 .kind = GRADE_ORDER,
	 .points = 4,
	 .asks = "Who reads finds all payments that were made before, each of them whole.",
	 .sizes = ordered},
	{.name = "Memory",
	 .kind = GRADE_MEMORY,
	 .points = 2,
	 .asks = "It stays within memory that is its own, and loses none.",
	 .sizes = alone,
	 .explored = leaking},
	{.name = NULL},
};

/* The first that fits is told. */
static const struct grade_misconception misconceptions[] = {
	{.name = "whole-thread",
	 .failure = "blocks the OS thread",
	 .text = "All coroutines share one thread: what puts it to sleep stops the one that is "
		 "waited for, too.",
	 .section = "Why"},
	{.name = "kernel-yield",
	 .calls = "sched_yield",
	 .failure = "never pauses",
	 .text = "The kernel knows nothing of coroutines: only task_pause lets the others run.",
	 .section = "Your task"},
	{.name = "kernel-yield",
	 .calls = "sleep",
	 .failure = "never pauses",
	 .text = "A nap is the whole thread's: only task_pause lets the others run.",
	 .section = "Your task"},
	{.name = "never-pauses",
	 .failure = "never pauses",
	 .text = "Whoever waits without a pause waits for ever: meanwhile nobody else runs.",
	 .section = "Why"},
	{.name = "thread-owns",
	 .calls = "pthread_self",
	 .text = "All coroutines are one thread, so its number tells none of them apart.",
	 .section = "Why"},
	{.name = "thread-owns",
	 .calls = "mutexattr_settype",
	 .text = "A recursive mutex belongs to a thread, and all coroutines are that thread.",
	 .section = "Why"},
	{.name = "leak",
	 .failure = "memory leak",
	 .text = "What is allocated belongs to somebody: the last who knows of it must free it.",
	 .section = "Your task"},
	{.name = "several",
	 .failure = "of another account",
	 .text = "There may be several accounts, and what is static is shared by all of them.",
	 .section = "Your task"},
	{.name = "returns-early",
	 .failure = "no order explains",
	 .text = "When a payment returns it must be in the account, for whoever reads next.",
	 .section = "Your task"},
	{.name = "turns",
	 .failure = "livelock",
	 .text = "If a worker waits for another one's turn, it waits for ever when that one does "
		 "not come.",
	 .section = "Your task"},
	{.name = "narrow",
	 .code = " = trunc i64 ",
	 .failure = "payments are missing",
	 .text = "Amounts and balances are long: an int has no room for a large one.",
	 .section = "Your task"},
	{.name = "overwritten",
	 .failure = "payments are missing",
	 .text = "What was looked at before a pause may have changed after it: look again, or keep "
		 "the others out from the look on.",
	 .section = "Why"},
	{.name = "half-done",
	 .failure = "stamp of another one",
	 .text = "Whoever runs during a pause sees what is written so far: write only what belongs "
		 "together, without a pause in between.",
	 .section = "Why"},
	{.name = "for-ever",
	 .failure = "still running at the deadline",
	 .text = "Nobody may wait for ever, and whoever is done must let the others in.",
	 .section = "Your task"},
	{.name = NULL},
};

const struct grading grading = {
	.provides = provides,
	.checks = checks,
	.misconceptions = misconceptions,
	.slowest = 40,
};
