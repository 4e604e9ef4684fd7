/* grade.c: how fixes of the ring are graded: points, scenarios, what mistakes mean. */
#include "grade/grade.h"

#include <stddef.h>

static const char *const provides[] = {"ring_size", "ring_init", "ring_put", "ring_take", NULL};

/* More messages than two bytes count. */
static const struct grade_size alone[] = {{1, 70000}, {3, 300}, {0, 0}};
static const struct grade_size within[] = {{1, 50}, {3, 300}, {0, 0}};
static const struct grade_size leaking[] = {{1, 3}, {2, 2}, {0, 0}};
static const struct grade_size detected[] = {{4, 150}, {0, 0}};
static const struct grade_size explored[] = {{2, 1}, {3, 1}, {4, 1}, {2, 3}, {4, 2}, {0, 0}};
/* Fewer of them: threads show the rest. */
static const struct grade_size between[] = {{2, 1}, {4, 1}, {2, 3}, {0, 0}};
static const struct grade_size many[] = {{4, 1500}, {0, 0}};
static const struct grade_size ordered[] = {{2, 2}, {3, 1}, {4, 1}, {0, 0}};
static const struct grade_size killed[] = {{3, 96}, {0, 0}};
static const struct grade_size timed[] = {{4, 3000}, {0, 0}};

static const struct grade_check checks[] = {
	{.name = "It builds",
	 .kind = GRADE_BUILDS,
	 .points = 1,
	 .asks = "It compiles without warnings and uses only what the task needs."},
	{.name = "Alone",
	 .kind = GRADE_ALONE,
	 .points = 2,
	 .asks = "One worker after the other, every message comes, in order.",
	 .sizes = alone},
	{.name = "Threads",
	 .kind = GRADE_THREADS,
	 .points = 4,
	 .asks = "No interleaving of threads harms a message, or waits for ever.",
	 .sizes = explored,
	 .stressed = many},
	{.name = "ThreadSanitizer",
	 .kind = GRADE_TSAN,
	 .points = 3,
	 .asks = "No data race.",
	 .sizes = detected},
	{.name = "In order",
	 .kind = GRADE_ORDER,
	 .points = 1,
	 .asks = "The oldest message comes first, and none goes in that has no room.",
	 .sizes = ordered},
	{.name = "Processes",
	 .kind = GRADE_PROCESSES,
	 .points = 4,
	 .asks = "The same when the workers are processes that share the ring and nothing else.",
	 .sizes = between,
	 .stressed = many},
	{.name = "Killed",
	 .kind = GRADE_KILL,
	 .points = 3,
	 .asks = "If a worker dies in the middle of a call, the others go on or are told; they "
		 "never "
		 "wait for ever.",
	 .sizes = killed},
	{.name = "Memory",
	 .kind = GRADE_MEMORY,
	 .points = 1,
	 .asks = "It stays within memory that is its own, and loses none.",
	 .sizes = within,
	 .explored = leaking},
	{.name = "Side by side",
	 .kind = GRADE_PARALLEL,
	 .points = 1,
	 .asks = "Workers wait for each other only where they must.",
	 .sizes = timed},
	{.name = NULL},
};

/* The first that fits is told. */
static const struct grade_misconception misconceptions[] = {
	{.name = "unshared",
	 .failure = "not process-shared",
	 .text = "What lies in shared memory is still one process's own, unless its attributes (or "
		 "sem_init's second argument) say that it is shared.",
	 .section = "Your task"},
	{.name = "copies",
	 .failure = "do not share",
	 .text = "Each process has a copy of its own of what is not in the ring, locks included.",
	 .section = "Your task"},
	{.name = "not-recoverable",
	 .calls = "setrobust",
	 .failure = "still waiting",
	 .text = "A robust lock only tells of a death: who is told must say that all is in order "
		 "again, and must not wait for a lock that cannot be had any more.",
	 .section = "Why"},
	{.name = "died-with-it",
	 .failure = "still waiting",
	 .text = "Whoever dies with a lock never gives it back: the next one must be told of it.",
	 .section = "Why"},
	{.name = "half-done",
	 .failure = "after a worker had died",
	 .text = "After a death somebody must look whether the ring is whole, and what makes a "
		 "change "
		 "visible must come last.",
	 .section = "Why"},
	{.name = "full-or-empty",
	 .failure = "Without any concurrency",
	 .text = "A ring of n slots holds n messages, for any n and however many have passed "
		 "through.",
	 .section = "Your task"},
	{.name = "leak",
	 .failure = "memory leak",
	 .text = "What is allocated for a message must be freed when the message is out.",
	 .section = "Your task"},
	{.name = "unordered",
	 .failure = "data race",
	 .text = "Two accesses that nothing orders: choosing a slot, filling it and telling of it "
		 "belong together.",
	 .section = "Why"},
	{.name = "wrong-one-woken",
	 .failure = "lost wake-up",
	 .text = "Waiting for room and waiting for a message are two things: whoever is woken must "
		 "be "
		 "one who can go on.",
	 .section = "Why"},
	{.name = "waits-with-it",
	 .failure = "deadlock",
	 .text = "Whoever waits must not keep what the others need to end the wait.",
	 .section = "Why"},
	{.name = "for-ever",
	 .failure = "still running at the deadline",
	 .text = "Whoever waits must be woken when what it waits for has come.",
	 .section = "Why"},
	{.name = "in-line",
	 .failure = "no order explains",
	 .text = "A ring of n slots holds n messages and no more, and the oldest comes first: who "
		 "puts one into a full ring waits.",
	 .section = "Your task"},
	{.name = "not-looked-again",
	 .failure = "forbidden outcome",
	 .text = "What was true before a wait need not be true after it: look again, under the "
		 "lock.",
	 .section = "Why"},
	{.name = "not-looked-again",
	 .failure = "outcome",
	 .text = "What was true before a wait need not be true after it: look again, under the "
		 "lock.",
	 .section = "Why"},
	{.name = NULL},
};

const struct grading grading = {
	.provides = provides,
	.checks = checks,
	.misconceptions = misconceptions,
	.slowest = 40,
};
