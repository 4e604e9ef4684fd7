/* grade.c: how fixes of the shared list are graded: points, scenarios, what mistakes mean. */
#include "grade/grade.h"

#include <stddef.h>

static const char *const provides[] = {"list_size", "list_init", "list_push", "list_first", NULL};

static const struct grade_size alone[] = {{1, 50}, {3, 20}, {0, 0}};
static const struct grade_size detected[] = {{4, 150}, {0, 0}};
static const struct grade_size explored[] = {{2, 1}, {2, 2}, {3, 1}, {0, 0}};
static const struct grade_size ordered[] = {{2, 2}, {3, 1}, {0, 0}};
static const struct grade_size timed[] = {{2, 7000}, {0, 0}};
static const struct grade_size many[] = {{4, 400}, {0, 0}};
static const struct grade_size leaking[] = {{1, 3}, {2, 2}, {0, 0}};
static const struct grade_size apart[] = {{2, 2}, {0, 0}};

static const struct grade_check checks[] = {
	{.name = "It builds",
	 .kind = GRADE_BUILDS,
	 .points = 1,
	 .asks = "It compiles without warnings and uses only what the task needs."},
	{.name = "Alone",
	 .kind = GRADE_ALONE,
	 .points = 2,
	 .asks = "One worker after the other, no node is lost.",
	 .sizes = alone},
	{.name = "Threads",
	 .kind = GRADE_THREADS,
	 .points = 4,
	 .asks = "No interleaving of threads loses a node, or waits for ever.",
	 .sizes = explored,
	 .stressed = many},
	{.name = "ThreadSanitizer",
	 .kind = GRADE_TSAN,
	 .points = 4,
	 .asks = "No data race, no lock order that can end in a deadlock.",
	 .sizes = detected},
	{.name = "In order",
	 .kind = GRADE_ORDER,
	 .points = 1,
	 .asks = "list_first shows the node that was pushed last, whoever else is at it.",
	 .sizes = ordered},
	{.name = "Processes",
	 .kind = GRADE_PROCESSES,
	 .points = 4,
	 .asks = "The same when the workers are processes that share the list and nothing else.",
	 .sizes = explored,
	 .stressed = many},
	{.name = "Memory",
	 .kind = GRADE_MEMORY,
	 .points = 2,
	 .asks = "It stays within memory that is its own, and loses none.",
	 .sizes = alone,
	 .explored = leaking},
	{.name = "Side by side",
	 .kind = GRADE_PARALLEL,
	 .points = 2,
	 .asks = "Workers wait for each other only where they must: on one list, and not for long.",
	 .sizes = timed,
	 .explored = apart},
	{.name = NULL},
};

/* The first that fits is told. What a call or the code shows is closer to the cause than the failure. */
static const struct grade_misconception misconceptions[] = {
	{.name = "sleep",
	 .calls = "sleep",
	 .text = "Waiting for a while makes a collision rarer; it orders nothing.",
	 .section = "Why"},
	{.name = "one-core",
	 .calls = "sched_setaffinity",
	 .text = "One core still switches between workers at any instruction.",
	 .section = "Why"},
	{.name = "trylock",
	 .calls = "trylock",
	 .text = "Who did not get the lock must not go on as if it had.",
	 .section = "Why"},
	{.name = "time-out",
	 .calls = "timedlock",
	 .text = "Who gave up waiting has no lock, and must not go on as if it had.",
	 .section = "Why"},
	{.name = "unshared",
	 .failure = "not process-shared",
	 .text = "A lock that lies in shared memory is still one process's own, unless "
		 "its attributes say that it is shared.",
	 .section = "Your task"},
	{.name = "copies",
	 .failure = "do not share",
	 .text = "Each process has a copy of its own of what is not in the shared list, "
		 "locks included.",
	 .section = "Your task"},
	{.name = "same-name",
	 .calls = "pthread_self",
	 .failure = "processes with",
	 .text = "After fork pthread_self is the same in every process: it tells threads apart, "
		 "not processes.",
	 .section = "Your task"},
	{.name = "for-ever",
	 .failure = "still running at the deadline",
	 .text = "Nobody may wait for ever: whoever takes a lock gives it back on every "
		 "way out, takes it once only, and a turn that never comes is no lock.",
	 .section = "Your task"},
	{.name = "lock-order",
	 .failure = "deadlock",
	 .text = "Whoever takes a lock must give it back on every way out, and all must "
		 "take several locks in the same order.",
	 .section = "Your task"},
	{.name = "lost-wake-up",
	 .failure = "lost wake-up",
	 .text = "A signal that nobody waits for is lost: what was waited for must be "
		 "looked at under the same lock, in a loop.",
	 .section = "Your task"},
	{.name = "turns",
	 .failure = "livelock",
	 .text = "If a worker waits for another one's turn, it waits for ever when that "
		 "one does not come.",
	 .section = "Your task"},
	{.name = "leak",
	 .failure = "memory leak",
	 .text = "What is allocated belongs to somebody: the last who knows of it must "
		 "free it.",
	 .section = "Your task"},
	{.name = "one-for-all",
	 .failure = "needless wait",
	 .text = "One lock for all lists is safe, and makes those wait who work on "
		 "different ones.",
	 .section = "Your task"},
	{.name = "dawdling",
	 .failure = "as long as the reference",
	 .text = "While one worker holds the lock all others wait: nothing belongs there "
		 "that need not be done there.",
	 .section = "Your task"},
	{.name = "read-side",
	 .calls = "rwlock_rdlock",
	 .text = "A read lock lets others in as well: they may all write.",
	 .section = "Why"},
	{.name = "room-for-two",
	 .calls = "sem_init",
	 .text = "A semaphore's first value says how many may be inside together; here "
		 "there may be one.",
	 .section = "Why"},
	{.name = "own-lock",
	 .code = "alloca %union.pthread_mutex_t,",
	 .text = "A lock that each call makes for itself is known to nobody else, and "
		 "keeps nobody out.",
	 .section = "Why"},
	{.name = "fence",
	 .code = "fence ",
	 .text = "A fence orders the accesses of one worker; it keeps nobody else out.",
	 .section = "Why"},
	{.name = "volatile",
	 .code = " volatile ",
	 .text = "Volatile keeps the compiler from leaving out an access; it orders "
		 "nothing between workers.",
	 .section = "Why"},
	{.name = "relaxed",
	 .code = " monotonic",
	 .failure = "data race",
	 .text = "Relaxed atomics are atomic, but order nothing else: others may see the "
		 "pointer and not yet what it points to.",
	 .section = "Why"},
	{.name = "said-no",
	 .code = "cmpxchg",
	 .text = "Compare-and-swap may say no: whoever is refused has changed nothing, "
		 "and must look again.",
	 .section = "Why"},
	{.name = "two-steps",
	 .code = " atomic ",
	 .text = "Two atomic steps are not one: another worker fits in between.",
	 .section = "Why"},
	{.name = "stale",
	 .failure = "no order explains",
	 .text = "What others may change meanwhile must be looked at under the lock, "
		 "each time.",
	 .section = "Why"},
	{.name = "unordered",
	 .failure = "data race",
	 .text = "Two accesses that nothing orders: both must be under the same lock, "
		 "the one that only reads, too.",
	 .section = "Why"},
	{.name = "split",
	 .failure = "forbidden outcome",
	 .text = "From the look at the head to its change nobody else may come in "
		 "between: the two belong together.",
	 .section = "Why"},
	{.name = NULL},
};

const struct grading grading = {
	.provides = provides,
	.checks = checks,
	.misconceptions = misconceptions,
	.slowest = 40,
};
