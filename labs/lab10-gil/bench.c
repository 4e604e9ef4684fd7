/* bench.c: the experiments of this lab (see harness/lab/lab.h); its subjects are in subjects/. */
#include "subjects/team.h"

#define TEAM(name, by, ...)                                                    \
	{                                                                      \
		.label = name, .measure = by, .argument = &(const struct team) \
		{                                                              \
			.way = CREW_THREADS, __VA_ARGS__                       \
		}                                                              \
	}
#define LOCKED .has_lock = true, .habit

static const struct lab_subject computing[] = {
	TEAM("one lock", team_compute, LOCKED = LOCK_HAND_OFF),
	TEAM("atomic counts", team_compute, .care = CARE_ATOMIC),
	TEAM("biased counts", team_compute, .care = CARE_BIASED),
	TEAM("processes, a lock each", team_compute, .way = CREW_PROCESSES),
	{.label = NULL},
};

static const struct lab_subject waiting[] = {
	TEAM("one lock, given back", team_wait, LOCKED = LOCK_HAND_OFF),
	TEAM("one lock, kept", team_wait, LOCKED = LOCK_HAND_OFF, .keeps_lock = true),
	TEAM("biased counts", team_wait, .care = CARE_BIASED),
	TEAM("one after another", team_wait, .way = CREW_SERIAL),
	{.label = NULL},
};

static const struct lab_subject convoys[] = {
	TEAM("handed over", team_convoy, LOCKED = LOCK_HAND_OFF),
	TEAM("retaken", team_convoy, LOCKED = LOCK_RETAKE),
	TEAM("every 100 instructions", team_convoy, LOCKED = LOCK_TICKS),
	TEAM("no lock", team_convoy, .care = CARE_BIASED),
	{.label = NULL},
};

static const struct lab_subject alone[] = {
	TEAM("one lock", team_alone, LOCKED = LOCK_HAND_OFF),
	TEAM("atomic counts", team_alone, .care = CARE_ATOMIC),
	TEAM("biased counts", team_alone, .care = CARE_BIASED),
	{.label = NULL},
};

static const long threads[] = {1, 2, 4, LAB_LAST};
static const long waiters[] = {1, 2, 4, 8, LAB_LAST};
static const long intervals[] = {200, 1000, 5000, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "alone",
	 .title = "What does an instruction cost when there is only one thread?",
	 .note = "A loop that adds up numbers: median and 95 % interval.",
	 .unit = "ns per instruction",
	 .subjects = alone},
	{.name = "computing",
	 .title = "How long does a fixed amount of computing take?",
	 .note = "So many threads share it.",
	 .unit = "ms",
	 .parameter = "threads",
	 .values = threads,
	 .extras = team_extras,
	 .subjects = computing,
	 .count = 1,
	 .is_cold = true},
	{.name = "waiting",
	 .title = "How long do N threads take that wait four times each?",
	 .note = "Each waits 4 times 2 ms for something outside of the interpreter.",
	 .unit = "ms",
	 .parameter = "threads",
	 .values = waiters,
	 .extras = team_extras,
	 .subjects = waiting,
	 .count = 1,
	 .is_cold = true},
	{.name = "convoy",
	 .title = "How long does the lock keep a thread waiting beside one that computes?",
	 .note = "Each time that a wait of 0.5 ms is over.",
	 .unit = "ms for each wait",
	 .parameter = "interval of the lock (us)",
	 .values = intervals,
	 .extras = convoy_extras,
	 .subjects = convoys,
	 .count = 1,
	 .is_cold = true},
	{.name = NULL},
};
