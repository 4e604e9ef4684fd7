/*
 * kill.h: a use of a lab's api in which one worker dies. A lab with an exercise whose fix must outlive
 * its users defines one in labs/LAB/kill.c; the grader (grade/main_kill.c) runs it, round after
 * round: a victim and some survivors, each a process, at one shared state. In five rounds of eight
 * the victim is killed from outside, after a number of steps that is drawn at random and a moment: it
 * takes many of them to meet it where it matters (with a lock of lab06 in its hand: about one in
 * seven). In two it is to die by itself, in a call (of a message that it cannot read, say); and in
 * one nobody dies, so nobody may say so: a fix that always tells of a death outlives nothing.
 *
 * Who is killed from outside has a single survivor, for robust mutexes do not keep their promise to
 * more of them: with two, the solution of lab06 waited for ever in about one of a thousand such
 * deaths (glibc 2.36, Linux 6.18). Probably it is a waiter that is killed after it was woken, while
 * the other has just taken the mutex and does not know that a third one sleeps. No fix could help
 * that, so none shall be blamed for it.
 */
#ifndef GRADE_KILL_H
#define GRADE_KILL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* What the harness and the processes of a round tell each other. */
struct kill_round {
	int number;
	bool by_itself;	   /* the victim is to die by itself */
	bool in_peace;	   /* nobody is to die: the victim returns after its steps */
	long after;	   /* how many steps the victim is to make before its end may come */
	atomic_long steps; /* the victim counts its own */
	atomic_bool over;  /* the victim is dead */
};

struct kill_scenario {
	size_t state_size;
	void (*init)(void *state,
		     int survivors); /* alone, before all others; the state is zeroed */
	/*
	 * Goes on until it is killed, counting steps; or dies by itself after `after` of them, or
	 * returns then. Returning before, or when it is to die, means that it was told of a death.
	 */
	void (*die)(void *state, struct kill_round *round);
	/* Goes on until the round is over, and some time after it. */
	void (*survive)(void *state, int survivor, struct kill_round *round);
	/*
	 * Alone, when all are gone: false, with the reason, if survivors saw what must not be (in
	 * peace: if they were told of a death).
	 */
	bool (*judge)(const void *state, int survivors, const struct kill_round *round, char *text,
		      size_t size);
};

extern const struct kill_scenario kill_scenario;

#endif
