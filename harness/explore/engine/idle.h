/*
 * idle.h: notices threads that wait by repeating themselves, and keeps the schedule finite.
 *
 * A thread is idle when it comes to the same step again and nobody has had an effect since. If its
 * stack is the same too, then so is all of its state: run alone it would do the same forever, and
 * nothing is lost by not choosing it until somebody else has an effect (it is throttled). If only
 * the stack differs (it counts its attempts, say), it is throttled after some rounds, and the
 * search says that it cut something.
 *
 * Effects are summed up in a signature: two equal ones mean that nothing has changed in between.
 * Taking a lock adds a number and giving it back subtracts the same, so that polling under a lock
 * leaves no mark. To find the round, the step to compare with moves on at powers of two (Brent's
 * cycle detection, BIT 20, 1980).
 *
 * Of a coroutine, rounds of waiting go from pause to pause. A round without a pause is looked for
 * besides (thread->stretch): nobody would ever interrupt it.
 */
#ifndef EXPLORE_ENGINE_IDLE_H
#define EXPLORE_ENGINE_IDLE_H

#include "explore/engine/engine.h"

/* Rounds with a changing stack before a thread is throttled. */
#define IDLE_ROUNDS 8

/* A new schedule begins; a new thread begins. */
void idle_reset(void);
void idle_begin(struct idle *idle);

/* `thread` comes to `op`. Returns true if it is throttled from now on. */
bool idle_arrive(struct thread *thread, const struct op *op);

/* The same, in an `idle` of that thread's, without throttling it: has it gone round once more? */
enum idle_round {
	IDLE_NO_ROUND,
	IDLE_COUNTED, /* it has, at least IDLE_ROUNDS times, but its stack was another one each time */
	IDLE_SAME,    /* exactly: alone it would do so forever */
};
enum idle_round idle_look(struct thread *thread, struct idle *idle, const struct op *op);

/* Whether it is within a loop that idle_look has called IDLE_COUNTED. */
bool idle_is_counting(const struct idle *idle);

/* Whether it is throttled still. */
bool idle_is_throttled(struct thread *thread);

/* The step just taken has an effect, or none; or had none after all; or one that cancels out. */
void idle_effect(bool has);
void idle_no_effect(void);
void idle_balance(const void *lock, int change);

/* `thread` changed itself in a way that its stack does not show. */
void idle_progress(struct thread *thread);

/* Of the throttled threads in `mask`: will they repeat themselves forever, whoever runs? */
bool idle_is_hopeless(struct thread *threads, uint64_t mask);

/* Let them go on; they are throttled anew after some more rounds. */
void idle_forget(struct thread *threads, uint64_t mask);

/* Times that a thread with a changing stack was throttled in this schedule; one more. */
unsigned idle_inexact_cuts(void);
void idle_cut_inexactly(void);

#endif
