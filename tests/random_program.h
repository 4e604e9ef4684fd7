/*
 * random_program.h: small random programs written in steps of the engine: threads that work on
 * variables, locks and a semaphore. One at a time; its seed decides all of it.
 */
#ifndef TESTS_RANDOM_PROGRAM_H
#define TESTS_RANDOM_PROGRAM_H

#include "explore/engine/engine.h"

#include <stdbool.h>
#include <stdint.h>

/* Make the program with that seed the current one. */
void random_program_make(uint64_t seed);

/* Write it to standard output, for a person. */
void random_program_print(void);

/* For struct engine_program: put its state back, run its main thread. */
void random_program_reset(void);
int random_program_run(void *unused);

/* A hash of all that the schedule just run ended with; `failed` is part of it. */
uint64_t random_program_state(bool failed);

/* For op->ready, op->expires: op->state is an unsigned number. */
bool random_program_is_positive(const struct op *op, const struct thread *thread);
bool random_program_is_zero(const struct op *op, const struct thread *thread);

#endif
