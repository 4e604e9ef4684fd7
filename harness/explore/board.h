/*
 * board.h: all that a search knows, in memory that several processes share: the one that asked, the
 * children that explore, and, for programs, the driver. When a child dies, the next one goes on
 * where the board says.
 */
#ifndef EXPLORE_BOARD_H
#define EXPLORE_BOARD_H

#include "explore/engine/engine.h"
#include "explore/explore.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum stage {
	STAGE_FIND,	/* random strategies, alternating */
	STAGE_HARM,	/* there is a race: does it do harm? */
	STAGE_CERTIFY,	/* DPOR */
	STAGE_BOUND,	/* DFS with 0, 1, 2... preemptions */
	STAGE_STRATEGY, /* the one strategy that was asked for */
	STAGE_REPLAY,	/* the schedule string that was given */
	STAGE_SHRINK,
	STAGE_SHOW, /* once more, for the trace */
	STAGE_DONE,
};

struct board {
	_Atomic enum stage stage;
	atomic_bool attached;	       /* the program has reached us (explore_program) */
	atomic_bool running;	       /* a schedule is under way: if the process dies, it did it */
	int deaths;		       /* of children */
	int bound;		       /* STAGE_BOUND */
	double started, stage_started; /* CLOCK_MONOTONIC, seconds */
	unsigned long in_stage;	       /* schedules of this stage */
	bool stage_begun;	       /* the stage's oracles have been told to begin */
	/* With several jobs, on the board of one of them: */
	struct board *whole; /* NULL: this is the whole search */
	int job, jobs;
	atomic_ulong
		stop_after; /* on the whole's board: the first schedule that ends it; 0: none */
	struct explore_options options; /* its pointers mean nothing in another program */
	char schedule_string[EXPLORE_STRING];
	struct oracle_settings oracle_settings;
	struct engine_memory memory;
	/* The failure to be shown, and its schedule; the race, if that is all. */
	struct failure found, race_found;
	struct schedule found_schedule, race_schedule;
	bool found_spurious; /* its settings */
	/* Shrinking: */
	struct schedule candidate, best;
	unsigned best_preemptions;
	struct explore_result result;
	_Alignas(64) unsigned char oracle_memory[]; /* each strategy's, one after the other */
};

/* Bytes of a board. */
size_t board_size(void);

/* A board of our own, zero but for the options. `fd` is -1 or that of a memory file to map. */
struct board *board_map(int fd);
void board_unmap(struct board *board);

/* The part of the memory that is this strategy's. */
void *board_oracle_memory(struct board *board, const struct oracle *oracle);

/* Take over the options, also the string that they point to. */
void board_prepare(struct board *board, const struct explore_options *options);

#endif
