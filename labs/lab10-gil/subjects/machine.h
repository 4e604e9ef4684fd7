/*
 * machine.h: a toy interpreter: a stack machine whose values are objects with reference counts.
 *
 * What is modelled of CPython: objects whose references are counted with every instruction; constants
 * that all threads share; one lock for the interpreter, which a thread gives up while it waits and
 * when others ask for it, and looks for that at jumps backwards; and what makes it safe without the
 * lock. What is not: everything else.
 */
#ifndef LAB10_MACHINE_H
#define LAB10_MACHINE_H

#include "subjects/global_lock.h"
#include "subjects/object.h"

#include <stdalign.h>
#include <stdint.h>

enum instruction {
	CONSTANT, /* push a constant */
	LOAD,	  /* push a variable of this thread */
	STORE,	  /* pop one */
	GET,	  /* push what is in the box */
	SET,	  /* pop it into the box */
	ADD,	  /* pop two, push their sum */
	SUBTRACT,
	AGAIN, /* pop a number; unless it is zero, jump back */
	REST,  /* wait for something outside: others may have the lock meanwhile */
	HALT,
};

struct code {
	unsigned char instruction, operand;
};

/* Adds up the numbers from n to 1: ten instructions for each. */
extern const struct code program_sum[];
#define PROGRAM_SUM_STEP 10

/* So many times: wait, then a few instructions. */
extern const struct code program_wait[];

#define MACHINE_CONSTANTS 2

/* What all threads of an interpreter share. */
struct interpreter {
	enum care care;
	struct global_lock *lock; /* NULL: there is none */
	bool keeps_lock;	  /* also while it waits */
	alignas(128) struct object constant[MACHINE_CONSTANTS];
};

/* Zero and one. */
void interpreter_init(struct interpreter *interpreter, enum care care, struct global_lock *lock);

#define MACHINE_OBJECTS 64

/* One thread of it. It shares no cache line, nor a pair of them, with others. */
struct machine {
	alignas(128) struct interpreter *interpreter;
	struct pool pool;
	struct object memory[MACHINE_OBJECTS];
	struct object box;
	struct object *variable, *stack[8];
	int64_t rest_ns;    /* how long REST takes */
	int64_t blocked_ns; /* how long it waited for the lock, at the beginning and after rests */
	long takes;	    /* how often */
	int ticks;	    /* LOCK_TICKS: instructions until the next turn */
	/* Stop at the next jump when this is not zero; NULL: never. */
	const atomic_int *stop;
};

/* Prepare a thread, numbered from 0, of which no two are equal. */
void machine_init(struct machine *machine, struct interpreter *interpreter, int number);

/* Run the program with this number in its variable. Returns what is in the box in the end. */
long machine_run(struct machine *machine, const struct code *program, long number);

#endif
