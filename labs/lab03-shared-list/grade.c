/* grade.c: how fixes of the shared list are graded: points, scenarios, what mistakes mean. */
#include "grade/grade.h"

#include <stddef.h>

static const char *const provides[] = {"list_size", "list_init", "list_push", "list_first", NULL};

static const struct grade_size alone[] = {{1, 50}, {3, 20}, {0, 0}};
static const struct grade_size detected[] = {{4, 150}, {0, 0}};
static const struct grade_size explored[] = {{2, 1}, {2, 2}, {3, 1}, {0, 0}};
static const struct grade_size ordered[] = {{2, 2}, {3, 1}, {0, 0}};
static const struct grade_size timed[] = {{2, 20000}, {0, 0}};

static const struct grade_check checks[] = {
	{"It builds", GRADE_BUILDS, 1,
	 "It compiles without warnings and uses only what the task needs.", NULL},
	{"Alone", GRADE_ALONE, 2, "One worker after the other, no node is lost.", alone},
	{"Threads", GRADE_THREADS, 4, "No interleaving of threads loses a node, or waits for ever.",
	 explored},
	{"ThreadSanitizer", GRADE_TSAN, 4,
	 "No data race, no lock order that can end in a deadlock.", detected},
	{"In order", GRADE_ORDER, 1,
	 "list_first shows the node that was pushed last, whoever else is at it.", ordered},
	{"Processes", GRADE_PROCESSES, 4,
	 "The same when the workers are processes that share the list and nothing else.", explored},
	{"Memory", GRADE_MEMORY, 2, "It stays within memory that is its own.", alone},
	{"Side by side", GRADE_PARALLEL, 2, "Workers wait for each other only where they must.",
	 timed},
	{NULL, GRADE_BUILDS, 0, NULL, NULL},
};

static const struct grade_misconception misconceptions[] = {
	{"sleep", NULL, "Waiting for a while makes a collision rarer; it orders nothing.", "Why"},
	{NULL, "not process-shared",
	 "A lock that lies in shared memory is still one process's own, unless its attributes say "
	 "that it is shared.",
	 "Your task"},
	{NULL, "which they do not share",
	 "Each process has a copy of its own of what is not in the shared list, locks included.",
	 "Your task"},
	{NULL, "that they do not share",
	 "Each process has a copy of its own of what is not in the shared list, locks included.",
	 "Your task"},
	{NULL, "still running at the deadline",
	 "Nobody may wait for ever: whoever takes a lock gives it back on every way out, and a "
	 "turn that never comes is no lock.",
	 "Your task"},
	{NULL, "deadlock",
	 "Whoever takes a lock must give it back on every way out, and all must "
	 "take several locks in the same order.",
	 "Your task"},
	{NULL, "lost wake-up",
	 "A signal that nobody waits for is lost: what was waited for must be "
	 "looked at under the same lock, in a loop.",
	 "Your task"},
	{NULL, "livelock",
	 "If a worker waits for another one's turn, it waits for ever when that "
	 "one does not come.",
	 "Your task"},
	{"sched_setaffinity", NULL, "One core still switches between workers at any instruction.",
	 "Why"},
	{"trylock", NULL, "Who did not get the lock must not go on as if it had.", "Why"},
	{"rwlock_rdlock", NULL, "A read lock lets others in as well: they may all write.", "Why"},
	{NULL, "no order explains",
	 "What others may change meanwhile must be looked at under the lock, each time.", "Why"},
	{NULL, "data race",
	 "Two accesses that nothing orders: both must be under the same lock, the "
	 "one that only reads, too.",
	 "Why"},
	{NULL, "forbidden outcome",
	 "From the look at the head to its change nobody else may come in between: the two belong "
	 "together.",
	 "Why"},
	{NULL, NULL, NULL, NULL},
};

const struct grading grading = {provides, checks, misconceptions, 40};
