/* grade.c: how fixes of the fair lock are graded: points, scenarios, what mistakes mean. */
#include "api.h"

#include "grade/grade.h"

#include <stddef.h>

static const char *const provides[] = {"fair_lock_size", "fair_lock_init",  "fair_lock_arrive",
				       "fair_lock_wait", "fair_lock_leave", NULL};

/* More turns than two bytes count. */
static const struct grade_size alone[] = {{1, 70000}, {4, 40}, {0, 0}};
static const struct grade_size within[] = {{1, 300}, {4, 40}, {0, 0}};
static const struct grade_size leaking[] = {{1, 3}, {2, 2}, {0, 0}};
static const struct grade_size explored[] = {{2, 1}, {2, 2}, {3, 1}, {0, 0}};
/* The first holder keeps it for long. */
static const struct grade_size patient[] = {{3, 10}, {0, 0}};
static const struct grade_size ordered[] = {{2, 1}, {2, 2}, {3, 1}, {0, 0}};
/* No more workers than cores, and so many turns that places are used again. */
static const struct grade_size detected[] = {{2, 150}, {0, 0}};
/* As many workers as there may be: all places are taken at the same time. */
static const struct grade_size crowded[] = {{FAIR_LOCK_WORKERS, 12}, {0, 0}};
/* Many more than most machines have cores. */
static const struct grade_size timed[] = {{16, 400}, {0, 0}};

static const struct grade_check checks[] = {
	{.name = "It builds",
	 .kind = GRADE_BUILDS,
	 .points = 1,
	 .asks = "It compiles without warnings and uses only what the task needs."},
	{.name = "Alone",
	 .kind = GRADE_ALONE,
	 .points = 1,
	 .asks = "One worker after the other, each gets all its turns.",
	 .sizes = alone},
	{.name = "Threads",
	 .kind = GRADE_THREADS,
	 .points = 4,
	 .asks = "No interleaving of threads lets two in at once, or lets one wait for ever.",
	 .sizes = explored,
	 .stressed = patient},
	{.name = "ThreadSanitizer",
	 .kind = GRADE_TSAN,
	 .points = 2,
	 .asks = "What the holder did is visible to the next one: no data race.",
	 .sizes = detected},
	{.name = "Processes",
	 .kind = GRADE_PROCESSES,
	 .points = 3,
	 .asks = "The same when the workers are processes that share the lock and nothing else.",
	 .sizes = explored},
	{.name = "Memory",
	 .kind = GRADE_MEMORY,
	 .points = 1,
	 .asks = "It stays within memory that is its own, and loses none.",
	 .sizes = within,
	 .explored = leaking},
	{.name = "Side by side",
	 .kind = GRADE_PARALLEL,
	 .points = 3,
	 .asks = "With more workers than cores it gets slower, but it does not collapse; nobody "
		 "naps.",
	 .sizes = timed,
	 .without = "sleep"},
	/* After the speed: a crowd of what collapses would not come to its end. */
	{.name = "In order",
	 .kind = GRADE_ORDER,
	 .points = 5,
	 .asks = "First come, first served: nobody overtakes who had arrived before it came.",
	 .sizes = ordered,
	 .stressed = crowded},
	{.name = NULL},
};

static const struct grade_misconception misconceptions[] = {
	{.name = "unshared",
	 .failure = "not process-shared",
	 .text = "A lock that lies in shared memory is still one process's own, unless "
		 "its attributes say that it is shared.",
	 .section = "Your task"},
	{.name = "copies",
	 .failure = "do not share",
	 .text = "Each process has a copy of its own of what is not in the shared lock.",
	 .section = "Your task"},
	{.name = "door",
	 .failure = "deadlock",
	 .text = "To arrive is not to wait: a worker may stand in line again while it "
		 "still has the lock.",
	 .section = "Your task"},
	{.name = "overtaking",
	 .failure = "it ended as \"overtaken\"",
	 .text = "Who may go in must be decided by who arrived first, not by who looks "
		 "at the right moment, however many wait.",
	 .section = "Your task"},
	{.name = "room-for-all",
	 .failure = "explore, 64 threads",
	 .text = "There may be FAIR_LOCK_WORKERS workers, with two places each: what one waits at "
		 "must be its own.",
	 .section = "Your task"},
	{.name = "for-ever",
	 .failure = "still running at the deadline",
	 .text = "Nobody may wait for ever: whoever leaves must let the next one in, "
		 "also after many turns.",
	 .section = "Your task"},
	{.name = "lost-wake-up",
	 .failure = "lost wake-up",
	 .text = "A signal that nobody waits for is lost: what was waited for must be "
		 "looked at under the same lock, in a loop.",
	 .section = "Why"},
	{.name = "absent",
	 .failure = "livelock",
	 .text = "If a turn is given to somebody who does not come, all others wait for "
		 "ever.",
	 .section = "Why"},
	{.name = "overtaking",
	 .failure = "no order explains",
	 .text = "Who may go in must be decided by who arrived first, not by who looks "
		 "at the right moment.",
	 .section = "Why"},
	{.name = "nap",
	 .failure = "It naps while it waits",
	 .text = "A nap is longer than most sections: while all sleep, the lock is free and nobody "
		 "has it.",
	 .section = "Why"},
	{.name = "gave-up",
	 .failure = "explore, 3 threads that are interrupted at bad moments fail: it ended",
	 .text = "Whoever waits must wait until it is its turn, however long that takes: a holder "
		 "may be slow.",
	 .section = "Your task"},
	{.name = "leak",
	 .failure = "memory leak",
	 .text = "What is allocated for a turn must be freed when the turn is over.",
	 .section = "Your task"},
	{.name = "lost-wake-up",
	 .calls = "cond_wait",
	 .failure = "did not come to its end",
	 .text = "Whoever leaves must wake the one whose turn it is: another one only goes back "
		 "to sleep.",
	 .section = "Why"},
	{.name = "hogs-core",
	 .failure = "as long as the reference",
	 .text = "Whoever waits should leave the core to the one who is waited for.",
	 .section = "Why"},
	{.name = "hogs-core",
	 .failure = "did not come to its end",
	 .text = "Whoever waits should leave the core to the one who is waited for, and must not "
		 "wait for what will never come.",
	 .section = "Why"},
	{.name = "relaxed",
	 .code = " monotonic",
	 .failure = "data race",
	 .text = "Relaxed atomics order nothing else: who sees that it may go in must "
		 "also see what the one before it did.",
	 .section = "Why"},
	{.name = "volatile",
	 .code = " volatile ",
	 .failure = "data race",
	 .text = "Volatile orders nothing between workers: what the one before did may "
		 "come later than the news that it has left.",
	 .section = "Why"},
	{.name = "unordered",
	 .failure = "data race",
	 .text = "Two accesses that nothing orders: to let the next one in must also "
		 "show it what was done.",
	 .section = "Why"},
	{.name = "two-steps",
	 .failure = "forbidden outcome",
	 .text = "To see that the lock is free and to take it must be one step, and no "
		 "two may hold the same number.",
	 .section = "Why"},
	{.name = NULL},
};

const struct grading grading = {
	.provides = provides,
	.checks = checks,
	.misconceptions = misconceptions,
	.slowest = 40,
};
