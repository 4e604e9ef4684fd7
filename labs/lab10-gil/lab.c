/* lab.c: lab10, one lock for a whole interpreter. What is measured is in bench.c and subjects/. */
#include "lab/lab.h"

/* So many of our cores were at work for us: else what follows says something about others. */
#define GIVEN_BUSY(which, curve, value, cores)                                               \
	{                                                                                    \
		.kind = LAB_GIVEN_ABOVE, .experiment = which, .subject = curve, .at = value, \
		.measure = "cores used", .limit = cores                                      \
	}
#define GIVEN_TWO_CORES                             \
	{                                           \
		.kind = LAB_GIVEN_CORES, .limit = 2 \
	}

/* What one curve took at one value, against another one. */
#define RATIO(how, which, curve, value, other, other_value, times)                              \
	{                                                                                       \
		.kind = how, .experiment = which, .subject = curve, .at = value, .than = other, \
		.than_at = other_value, .limit = times                                          \
	}

#define LOCK_HOLDS_BACK                                                \
	GIVEN_TWO_CORES, GIVEN_BUSY("computing", "one lock", 1, 0.85), \
		GIVEN_BUSY("computing", "one lock", 2, 0.85),          \
		GIVEN_BUSY("computing", "biased counts", 2, 1.5),      \
		RATIO(LAB_RATIO_ABOVE, "computing", "one lock", 2, "one lock", 1, 0.9)

static const struct lab_claim claims[] = {
	{.text = "One lock for all: a second core does not shorten what threads compute",
	 .condition = {LOCK_HOLDS_BACK}},
	{.text = "Without the lock it does, and with an interpreter for each process",
	 .condition = {GIVEN_TWO_CORES, GIVEN_BUSY("computing", "biased counts", 2, 1.5),
		       GIVEN_BUSY("computing", "processes, a lock each", 2, 1.5),
		       RATIO(LAB_RATIO_BELOW, "computing", "biased counts", 2, "biased counts", 1,
			     0.75),
		       RATIO(LAB_RATIO_BELOW, "computing", "processes, a lock each", 2,
			     "processes, a lock each", 1, 0.75)}},
	{.text = "Waits overlap under the lock, if it is given back meanwhile",
	 .condition = {RATIO(LAB_RATIO_BELOW, "waiting", "one lock, given back", 8,
			     "one after another", 8, 0.4),
		       RATIO(LAB_RATIO_ABOVE, "waiting", "one lock, kept", 8,
			     "one lock, given back", 8, 2)}},
	{.text = "To give the lock back is not to let others in: retaken at once, it keeps them "
		 "waiting twice as long as handed over",
	 .condition = {GIVEN_TWO_CORES, GIVEN_BUSY("convoy", "retaken (across cores)", 1000, 0.85),
		       GIVEN_BUSY("convoy", "handed over (across cores)", 1000, 0.85),
		       RATIO(LAB_RATIO_ABOVE, "convoy", "retaken (across cores)", 1000,
			     "handed over (across cores)", 1000, 2)}},
	{.text = "Fair is not soon: who waits for something else often waits an interval for the "
		 "lock each time",
	 .condition = {GIVEN_TWO_CORES,
		       GIVEN_BUSY("convoy", "handed over (across cores)", 200, 0.85),
		       GIVEN_BUSY("convoy", "handed over (across cores)", 5000, 0.85),
		       RATIO(LAB_RATIO_ABOVE, "convoy", "handed over (across cores)", 5000,
			     "handed over (across cores)", 200, 5)}},
	{.text = "Removing the lock costs a single thread, with atomic counts more than with "
		 "biased ones",
	 .condition = {RATIO(LAB_RATIO_ABOVE, "alone", "biased counts", 0, "one lock", 0, 1),
		       RATIO(LAB_RATIO_ABOVE, "alone", "atomic counts", 0, "biased counts", 0, 1)}},
	{.text = "Counting in atomic steps what all threads share takes the second core away again",
	 .condition = {GIVEN_TWO_CORES, GIVEN_BUSY("computing", "atomic counts", 1, 0.85),
		       GIVEN_BUSY("computing", "atomic counts", 2, 1.5),
		       RATIO(LAB_RATIO_ABOVE, "computing", "atomic counts", 2, "atomic counts", 1,
			     0.8)}},
	{.text = NULL},
};

static const struct lab_advice advice[] = {
	{.take = "processes, if the language has one lock for all threads",
	 .situation = LAB_NO_WAITS,
	 .why = "Threads that compute take turns at the lock, however many cores there are.",
	 .condition = {LOCK_HOLDS_BACK}},
	{.take = NULL},
};

const struct lab lab = {
	.title = "One lock for the whole interpreter",
	.about =
		"A toy interpreter counts references to its objects, and one lock sees to it that "
		"one thread at a time does. What do threads bring then, for programs that compute "
		"and for programs that wait? What becomes of a thread that waits often beside one "
		"that computes, and does it matter how the lock is given up? And what does it cost "
		"to do without the lock?",
	.claims = claims,
	.advice = advice,
};
