/* bench.c: the experiments of this lab (see harness/lab/lab.h); its subjects are in subjects/. */
#include "subjects/picture.h"
#include "subjects/team.h"

/* ---- timelines ---- */

#define THREADS (1u << CREW_THREADS)

const struct lab_timeline lab_timelines[] = {
	{.name = "computing",
	 .title = "Two threads that compute under one lock: who runs when?",
	 .note = "Each has 30 ms to compute. Whoever has waited 5 ms for the lock asks for it. "
		 "Hatched: waits for the lock.",
	 .tasks = 2,
	 .body = picture_compute,
	 .open = picture_open_hand_off,
	 .close = picture_close,
	 .ways = 1u << CREW_SERIAL | 1u << CREW_THREADS_ONE_CORE | THREADS},
	{.name = "convoy-retaken",
	 .title = "One computes, the other waits 2 ms at a time; the lock is retaken at once",
	 .note = "Whoever has waited 5 ms for the lock asks for it. Hatched: waits for something "
		 "outside, or for the lock.",
	 .tasks = 2,
	 .body = picture_convoy,
	 .open = picture_open_retake,
	 .close = picture_close,
	 .ways = THREADS},
	{.name = "convoy-handed-over",
	 .title = "One computes, the other waits 2 ms at a time; the lock is handed over",
	 .note = "Whoever has waited 5 ms for the lock asks for it. Hatched: waits for something "
		 "outside, or for the lock.",
	 .tasks = 2,
	 .body = picture_convoy,
	 .open = picture_open_hand_off,
	 .close = picture_close,
	 .ways = THREADS},
	{.name = NULL},
};

/* ---- experiments ---- */

#define TEAM(name, by, how, ...)                                               \
	{                                                                      \
		.label = name, .measure = by, .argument = &(const struct team) \
		{                                                              \
			.way = how, __VA_ARGS__                                \
		}                                                              \
	}
/* No longer intervals than `largest`; 0: any. */
#define CONVOY(name, largest, ...)                                                        \
	{                                                                                 \
		.label = name, .placements = LAB_SAME_CORE | LAB_ACROSS_CORES,            \
		.measure = team_convoy, .most = largest, .argument = &(const struct team) \
		{                                                                         \
			.way = CREW_THREADS, __VA_ARGS__                                  \
		}                                                                         \
	}
#define LOCKED .has_lock = true, .habit

static const struct lab_subject computing[] = {
	TEAM("one lock", team_compute, CREW_THREADS, LOCKED = LOCK_HAND_OFF),
	TEAM("one lock, every 100 instructions", team_compute, CREW_THREADS, LOCKED = LOCK_TICKS),
	TEAM("atomic counts", team_compute, CREW_THREADS, .care = CARE_ATOMIC),
	TEAM("biased counts", team_compute, CREW_THREADS, .care = CARE_BIASED),
	TEAM("processes, a lock each", team_compute, CREW_PROCESSES, LOCKED = LOCK_HAND_OFF),
	{.label = NULL},
};

static const struct lab_subject waiting[] = {
	TEAM("one lock, given back", team_wait, CREW_THREADS, LOCKED = LOCK_HAND_OFF),
	TEAM("one lock, kept", team_wait, CREW_THREADS, LOCKED = LOCK_HAND_OFF, .keeps_lock = true),
	TEAM("one after another", team_wait, CREW_SERIAL, .care = CARE_NONE),
	{.label = NULL},
};

static const struct lab_subject convoys[] = {
	CONVOY("handed over", 0, LOCKED = LOCK_HAND_OFF),
	CONVOY("retaken", 0, LOCKED = LOCK_RETAKE),
	CONVOY("every 100 instructions", 200, LOCKED = LOCK_TICKS),
	{.label = NULL},
};

static const struct lab_subject alone[] = {
	TEAM("one lock", team_alone, CREW_THREADS, LOCKED = LOCK_HAND_OFF),
	TEAM("atomic counts", team_alone, CREW_THREADS, .care = CARE_ATOMIC),
	TEAM("biased counts", team_alone, CREW_THREADS, .care = CARE_BIASED),
	{.label = NULL},
};

static const long threads[] = {1, 2, 4, LAB_LAST};
static const long waiters[] = {1, 4, 8, LAB_LAST};
static const long intervals[] = {200, 1000, 5000, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "alone",
	 .title = "What does an instruction cost when there is only one thread?",
	 .note = "CPU time in a loop that adds up numbers: median and 95 % interval.",
	 .unit = "ns per instruction",
	 .subjects = alone,
	 .count = 50000},
	{.name = "computing",
	 .title = "How long does a fixed amount of computing take?",
	 .note = "So many threads share the work of adding up 250,000 numbers.",
	 .unit = "ns until all is done",
	 .parameter = "threads",
	 .values = threads,
	 .extras = team_extras,
	 .subjects = computing,
	 .count = 1,
	 .is_cold = true},
	{.name = "waiting",
	 .title = "How long do N threads take that wait twice each?",
	 .note = "Each waits 1 ms twice for something outside of the interpreter.",
	 .unit = "ns until all are done",
	 .parameter = "threads",
	 .values = waiters,
	 .extras = team_extras,
	 .subjects = waiting,
	 .count = 1,
	 .is_cold = true},
	{.name = "convoy",
	 .title = "How long does the lock keep a thread waiting beside one that computes?",
	 .note = "It waits 0.5 ms for something outside and then wants the lock, again and again. "
		 "After "
		 "100 instructions: no interval.",
	 .unit = "ns each time",
	 .parameter = "interval of the lock (us)",
	 .values = intervals,
	 .extras = team_extras,
	 .subjects = convoys,
	 .count = 1,
	 .is_cold = true},
	{.name = NULL},
};
