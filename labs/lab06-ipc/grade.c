/* grade.c: how fixes of the ring are graded: points, scenarios, what mistakes mean. */
#include "grade/grade.h"

#include <stddef.h>

static const char *const provides[] = {"ring_size", "ring_init", "ring_put", "ring_take", NULL};

static const struct grade_size alone[] = {{1, 50}, {3, 300}, {0, 0}};
static const struct grade_size detected[] = {{4, 150}, {0, 0}};
static const struct grade_size explored[] = {{2, 1}, {3, 1}, {4, 1}, {2, 3}, {0, 0}};
static const struct grade_size ordered[] = {{2, 2}, {3, 1}, {0, 0}};
static const struct grade_size timed[] = {{4, 3000}, {0, 0}};
static const struct grade_size killed[] = {{3, 60}, {0, 0}};

static const struct grade_check checks[] = {
	{"It builds", GRADE_BUILDS, 1,
	 "It compiles without warnings and uses only what the task needs.", NULL},
	{"Alone", GRADE_ALONE, 2, "One worker after the other, every message comes, in order.",
	 alone},
	{"Threads", GRADE_THREADS, 4,
	 "No interleaving of threads harms a message, or waits for ever.", explored},
	{"ThreadSanitizer", GRADE_TSAN, 3, "No data race.", detected},
	{"In order", GRADE_ORDER, 1, "The oldest message comes first, whoever else is at it.",
	 ordered},
	{"Processes", GRADE_PROCESSES, 4,
	 "The same when the workers are processes that share the ring and nothing else.", explored},
	{"Killed", GRADE_KILL, 3,
	 "If a worker dies in the middle of a call, the others go on or are told; they never wait "
	 "for ever.",
	 killed},
	{"Memory", GRADE_MEMORY, 1, "It stays within memory that is its own.", alone},
	{"Side by side", GRADE_PARALLEL, 1, "Workers wait for each other only where they must.",
	 timed},
	{NULL, GRADE_BUILDS, 0, NULL, NULL},
};

static const struct grade_misconception misconceptions[] = {
	{NULL, "not process-shared",
	 "What lies in shared memory is still one process's own, unless its attributes (or "
	 "sem_init's second argument) say that it is shared.",
	 "Your task"},
	{NULL, "which they do not share",
	 "Each process has a copy of its own of what is not in the ring, locks included.",
	 "Your task"},
	{NULL, "that they do not share",
	 "Each process has a copy of its own of what is not in the ring, locks included.",
	 "Your task"},
	{NULL, "after a worker had died",
	 "Whoever dies with a lock never gives it back: who comes next must be told, and must put "
	 "in order what was left.",
	 "Why"},
	{NULL, "still running at the deadline",
	 "A ring of n slots holds n messages, and whoever waits is woken when what it waits for "
	 "has come.",
	 "Your task"},
	{NULL, "Without any concurrency",
	 "A ring of n slots holds n messages, for any n and however many have passed through it.",
	 "Your task"},
	{NULL, "data race",
	 "Two accesses that nothing orders: choosing a slot, filling it and telling of it belong "
	 "together.",
	 "Why"},
	{NULL, "lost wake-up",
	 "Waiting for room and waiting for a message are two things: whoever is woken must be one "
	 "who can go on.",
	 "Why"},
	{NULL, "deadlock",
	 "Whoever waits must not keep what the others need, and must be woken by them.", "Why"},
	{NULL, "forbidden outcome",
	 "What was true before a wait need not be true after it: look again, under the lock.",
	 "Why"},
	{NULL, "no order explains",
	 "What others may change meanwhile must be looked at under the lock, each time.", "Why"},
	{NULL, NULL, NULL, NULL},
};

const struct grading grading = {provides, checks, misconceptions, 40};
