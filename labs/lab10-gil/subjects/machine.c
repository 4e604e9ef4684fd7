/* machine.c: a toy interpreter (see machine.h). */
#include "subjects/machine.h"

#include "base/die.h"
#include "exec/crew.h"
#include "measure/clock.h"

#include <string.h>

#define TICKS 100

const struct code program_sum[] = {
	{GET, 0},      {LOAD, 0},  {ADD, 0},  {SET, 0},	  {LOAD, 0}, {CONSTANT, 1},
	{SUBTRACT, 0}, {STORE, 0}, {LOAD, 0}, {AGAIN, 0}, {HALT, 0},
};

const struct code program_wait[] = {
	{REST, 0},     {GET, 0},      {CONSTANT, 1}, {ADD, 0},	{SET, 0},   {LOAD, 0},
	{CONSTANT, 1}, {SUBTRACT, 0}, {STORE, 0},    {LOAD, 0}, {AGAIN, 0}, {HALT, 0},
};

void interpreter_init(struct interpreter *interpreter, enum care care, struct global_lock *lock)
{
	memset(interpreter, 0, sizeof *interpreter);
	interpreter->care = care;
	interpreter->lock = lock;
	for (int i = 0; i < MACHINE_CONSTANTS; i++) {
		interpreter->constant[i].owner = IMMORTAL;
		interpreter->constant[i].value = i;
		atomic_init(&interpreter->constant[i].count, 1);
	}
}

void machine_init(struct machine *machine, struct interpreter *interpreter, int number)
{
	memset(machine, 0, sizeof *machine);
	machine->interpreter = interpreter;
	machine->pool.owner = number;
	machine->ticks = TICKS;
	for (int i = 0; i < MACHINE_OBJECTS; i++) {
		machine->memory[i].content = machine->pool.free;
		machine->pool.free = &machine->memory[i];
	}
}

/* ---- where others may come in ---- */

ALWAYS bool is_stopped(const struct machine *machine)
{
	return machine->stop && atomic_load_explicit(machine->stop, memory_order_relaxed) != 0;
}

/* What comes after it was told to stop does not count. */
static void take_lock(struct machine *machine)
{
	bool counts = !is_stopped(machine);
	int64_t start = clock_ns();

	global_lock_take(machine->interpreter->lock);
	if (!counts)
		return;
	machine->blocked_ns += clock_ns() - start;
	machine->takes++;
}

/* DOC: the lock is given back before a wait */
static void rest(struct machine *machine)
{
	struct global_lock *lock = machine->interpreter->lock;
	bool gives = lock && !machine->interpreter->keeps_lock;

	if (gives)
		global_lock_give(lock);
	crew_sleep(machine->rest_ns);
	if (gives)
		take_lock(machine);
}

/* DOC: a look at every jump */
ALWAYS bool is_turn_over(struct machine *machine, const struct global_lock *lock)
{
	if (lock->habit != LOCK_TICKS)
		return atomic_load_explicit(&lock->is_wanted, memory_order_relaxed);
	machine->ticks -= PROGRAM_SUM_STEP;
	if (machine->ticks > 0)
		return false;
	machine->ticks = TICKS;
	return true;
}

/* Whether to stop altogether. */
ALWAYS bool look_up(struct machine *machine, struct global_lock *lock)
{
	if (lock && is_turn_over(machine, lock))
		global_lock_turn(lock);
	return is_stopped(machine);
}

/* ---- the instructions ---- */

/* DOC: pop two, push one */
ALWAYS void calculate(struct object **top, int sign, enum care care, struct pool *pool)
{
	struct object *left = top[-2], *right = top[-1];
	struct object *result = object_number(left->value + sign * right->value, pool);

	object_drop(left, care, pool);
	object_drop(right, care, pool);
	top[-2] = result;
}

/* Returns whether the number was zero. */
ALWAYS bool pop_is_zero(struct object *number, enum care care, struct pool *pool)
{
	bool is_zero = number->value == 0;

	object_drop(number, care, pool);
	return is_zero;
}

/* DOC: the loop of the interpreter. It is compiled once for each kind of care. */
ALWAYS void interpret(struct machine *machine, const struct code *program, enum care care)
{
	struct global_lock *lock = machine->interpreter->lock;
	struct object *constant = machine->interpreter->constant;
	struct object **top = machine->stack, *before;
	struct pool *pool = &machine->pool;

	for (const struct code *code = program;; code++) {
		switch ((enum instruction)code->instruction) {
		case CONSTANT:
			object_keep(&constant[code->operand], care, pool->owner);
			*top++ = &constant[code->operand];
			break;
		case LOAD:
			object_keep(machine->variable, care, pool->owner);
			*top++ = machine->variable;
			break;
		case STORE:
			before = machine->variable;
			machine->variable = *--top;
			object_drop(before, care, pool);
			break;
		case GET:
			*top++ = object_get(&machine->box, care, pool->owner);
			break;
		case SET:
			object_set(&machine->box, *--top, care, pool);
			break;
		case ADD:
			calculate(top--, 1, care, pool);
			break;
		case SUBTRACT:
			calculate(top--, -1, care, pool);
			break;
		case AGAIN:
			if (!pop_is_zero(*--top, care, pool))
				code = program + code->operand - 1;
			if (look_up(machine, lock))
				return;
			break;
		case REST:
			rest(machine);
			break;
		case HALT:
			return;
		}
	}
}

static void interpret_plainly(struct machine *machine, const struct code *program)
{
	interpret(machine, program, CARE_NONE);
}

static void interpret_atomically(struct machine *machine, const struct code *program)
{
	interpret(machine, program, CARE_ATOMIC);
}

static void interpret_biased(struct machine *machine, const struct code *program)
{
	interpret(machine, program, CARE_BIASED);
}

long machine_run(struct machine *machine, const struct code *program, long number)
{
	static void (*const ways[])(struct machine *, const struct code *) = {
		[CARE_NONE] = interpret_plainly,
		[CARE_ATOMIC] = interpret_atomically,
		[CARE_BIASED] = interpret_biased,
	};
	struct global_lock *lock = machine->interpreter->lock;

	if (lock)
		take_lock(machine);
	machine->variable = object_number(number, &machine->pool);
	machine->box.content = object_number(0, &machine->pool);
	ways[machine->interpreter->care](machine, program);
	if (lock)
		global_lock_give(lock);
	return machine->box.content->value;
}
