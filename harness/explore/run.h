/* run.h: for programs that are explored as a whole (main_subject.c): how they find their board. */
#ifndef EXPLORE_RUN_H
#define EXPLORE_RUN_H

#include "explore/explore.h"

struct board;

/* The environment variable that holds the descriptor of the board. */
#define RUN_BOARD_VARIABLE "INTERLEAVE_BOARD"

/* Explore until the board says that it is done. */
void run_on_board(struct board *board, const struct explore_scenario *scenario);

/* In a child about to exec: equal addresses in each run, where the kernel lets us ask. */
void run_without_randomization(void);

#endif
