/*
 * kill.h: a use of a lab's api in which one worker dies. A lab with an exercise whose fix must outlive
 * its users defines one in labs/LAB/kill.c; the grader (grade/main_kill.c) runs it, round after
 * round: a victim and some survivors, each a process, at one shared state. The victim is killed from
 * outside after a number of steps that is drawn at random, plus a moment; or it dies in its own way
 * before that (of a message that it cannot read, say).
 */
#ifndef GRADE_KILL_H
#define GRADE_KILL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* What the harness and the processes of a round tell each other. */
struct kill_round {
	int number;
	long after;	       /* how many steps the victim is to make before its end may come */
	atomic_long steps;     /* the victim counts its own */
	atomic_bool by_itself; /* the victim: I shall die by myself, do not kill me */
	atomic_bool over;      /* the victim is dead */
};

struct kill_scenario {
	size_t state_size;
	void (*init)(void *state,
		     int survivors); /* alone, before all others; the state is zeroed */
	/* Goes on until it is killed, counting steps; may die by itself after `after` of them. */
	void (*die)(void *state, struct kill_round *round);
	/* Goes on until the round is over, and some time after it. */
	void (*survive)(void *state, int survivor, struct kill_round *round);
	/* Alone, when all are gone: false, with the reason, if survivors saw what must not be. */
	bool (*judge)(const void *state, int survivors, char *text, size_t size);
};

extern const struct kill_scenario kill_scenario;

#endif
