/*
 * oracle.h: who takes the next step? Each strategy is one file in ../oracle/ behind this interface.
 *
 * A search calls begin once; then for every schedule next, choose at each decision, end. All that
 * a strategy knows lies in the memory that it is given, which survives the process that explores
 * (a crash of the program under test costs one schedule): keep no other state, and no pointers
 * into anything but that memory.
 */
#ifndef EXPLORE_ENGINE_ORACLE_H
#define EXPLORE_ENGINE_ORACLE_H

#include "explore/engine/limits.h"
#include "explore/engine/op.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Instead of an actor: end this schedule here, another one covers all that it could become. */
#define ORACLE_ABANDON (-1)

/* A decision. Bit i of a mask is actor i (see ENGINE_ACTORS). */
struct choice {
	uint64_t enabled;	    /* who may be chosen: not 0 */
	uint64_t possible;	    /* those, and who only repeats an idle round of waiting */
	int current;		    /* who took the last step; -1 in the beginning */
	unsigned long step;	    /* decisions made before in this schedule */
	const struct op *const *op; /* by actor: its next step; NULL for who is not there */
};

/* How a schedule went. */
struct run_view {
	unsigned long steps;	       /* decisions */
	const unsigned long *steps_of; /* by actor: how often it was chosen */
	int threads;		       /* created, main included */
	const struct op *const *op;    /* by actor: what it still waits for; or NULL */
	bool cut;		       /* did not end by itself */
};

struct oracle_settings {
	uint64_t seed;
	int bound; /* most preemptions; -1: any number. For dfs */
	int depth; /* PCT's d: order constraints that the bug needs */
	/* For replay: run lengths, see schedule.h */
	const struct schedule *schedule;
};

struct oracle {
	const char *name;
	size_t memory; /* bytes it wants; they are zero at begin */
	void (*begin)(void *memory, const struct oracle_settings *settings);
	/* Prepare the next schedule; false: there is none that has not been covered. */
	bool (*next)(void *memory);
	/* An actor out of choice->enabled, or ORACLE_ABANDON. */
	int (*choose)(void *memory, const struct choice *choice);
	void (*end)(void *memory, const struct run_view *run);
};

extern const struct oracle oracle_random, oracle_urw, oracle_pct, oracle_pos, oracle_dfs,
	oracle_dpor, oracle_replay;

/* For oracle_replay's memory, after a schedule: did the program follow to the letter? */
bool oracle_replay_matched(const void *memory);

/* The strategy of that name ("random", "urw"...), or NULL. `index`th in a fixed order, or NULL. */
const struct oracle *oracle_find(const char *name);
const struct oracle *oracle_at(size_t index);

/* xorshift64*: a pseudo-random number; *state must not be 0. */
static inline uint64_t oracle_random_next(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(0x2545F4914F6CDD1D);
}

/* A state for oracle_random_next, different for different seeds, also for 0. */
static inline uint64_t oracle_random_seed(uint64_t seed)
{
	return (seed + 1) * UINT64_C(0x9E3779B97F4A7C15) | 1;
}

/* A number below `limit` (1 to 2^31). */
static inline uint32_t oracle_random_below(uint64_t *state, uint32_t limit)
{
	return (uint32_t)(((oracle_random_next(state) >> 32) * limit) >> 32);
}

/* One actor out of a mask that is not 0, each as likely. */
int oracle_random_actor(uint64_t *state, uint64_t mask);

#endif
