/* random_program.c: see random_program.h. */
#include "random_program.h"

#include "explore/engine/oracle.h"

#include <stdio.h>
#include <string.h>

#define MOST_WORKERS 3
#define MOST_STEPS 8
#define VARIABLES 2
#define LOCKS 2
#define NOBODY (-1)

enum instruction {
	READ,
	WRITE,
	LOAD,
	ADD,
	AWAIT, /* a variable that is not 0 */
	LOCK,
	TIMED_LOCK,
	TRYLOCK,
	UNLOCK, /* if it is held */
	POST,
	TAKE,
	TIMED_TAKE, /* which 1: may be late even if it need not wait */
	INSTRUCTIONS
};

/* How main goes on once it has created the workers. */
enum ending { JOINS, ENDS, EXITS };

struct step {
	enum instruction what;
	int which;
};

static struct program {
	uint64_t seed;
	enum ending ending;
	int workers, length[MOST_WORKERS];
	bool nested; /* the last worker is created by the first one */
	unsigned semaphore;
	struct step step[MOST_WORKERS][MOST_STEPS];
} program;

/* What it works on. Hashed as a whole: that is the final state. */
static struct {
	unsigned variable[VARIABLES];
	unsigned seen[MOST_WORKERS];
	int owner[LOCKS];
	unsigned semaphore;
	bool stuck;
} shared;

static struct thread *thread_of_worker[MOST_WORKERS];

void random_program_reset(void)
{
	memset(&shared, 0, sizeof shared);
	for (int i = 0; i < LOCKS; i++)
		shared.owner[i] = NOBODY;
	shared.semaphore = program.semaphore;
}

static void add(int worker, enum instruction what, int which)
{
	if (program.length[worker] < MOST_STEPS)
		program.step[worker][program.length[worker]++] = (struct step){what, which};
}

/* As locks are used: something is done under them, perhaps with another one. */
static void add_section(int worker, uint64_t *random)
{
	static const enum instruction takes[] = {LOCK, LOCK, TRYLOCK, TIMED_LOCK};
	int lock = (int)oracle_random_below(random, LOCKS);

	add(worker, takes[oracle_random_below(random, 4)], lock);
	switch (oracle_random_below(random, 3)) {
	case 0:
		add(worker, LOCK, 1 - lock);
		break;
	case 1:
		add(worker, WRITE, 0);
		break;
	default:
		add(worker, ADD, 1);
	}
	if (oracle_random_below(random, 8))
		add(worker, UNLOCK, lock);
}

/* The same with a semaphore that stands for a lock. */
static void add_turn(int worker, uint64_t *random)
{
	add(worker, oracle_random_below(random, 3) ? TAKE : TIMED_TAKE, 0);
	add(worker, WRITE, 0);
	add(worker, POST, 0);
}

static void add_random(int worker, uint64_t *random)
{
	uint32_t draw = oracle_random_below(random, 2 * INSTRUCTIONS);
	int which = (int)oracle_random_below(random, VARIABLES);

	if (draw < INSTRUCTIONS)
		add(worker, (enum instruction)draw, which);
	else if (draw < INSTRUCTIONS + 4)
		add_section(worker, random);
	else if (draw < INSTRUCTIONS + 7)
		add_turn(worker, random);
	else
		add(worker, oracle_random_below(random, 2) ? READ : WRITE, which);
}

void random_program_make(uint64_t seed)
{
	uint64_t random = oracle_random_seed(seed);
	int most;

	memset(&program, 0, sizeof program);
	program.seed = seed;
	program.workers = 2 + (oracle_random_below(&random, 3) == 0);
	/* Few end early: what is left of a thread in the middle costs the sanitizers dear. */
	program.ending = oracle_random_below(&random, 8) ? JOINS : EXITS;
	if (oracle_random_below(&random, 3) == 0)
		program.ending = ENDS;
	program.nested = program.ending != JOINS && oracle_random_below(&random, 2);
	program.semaphore = oracle_random_below(&random, 2);
	most = program.workers == 2 ? 3 : 1;
	for (int worker = 0; worker < program.workers; worker++)
		for (int left = 1 + (int)oracle_random_below(&random, (uint32_t)most); left > 0;
		     left--)
			add_random(worker, &random);
}

void random_program_print(void)
{
	static const char *const names[INSTRUCTIONS] = {
		"read",	      "write",	 "load",   "add",  "await", "lock",
		"timed_lock", "trylock", "unlock", "post", "take",  "timed_take"};

	printf("  seed %llu: main %s, semaphore %u%s\n", (unsigned long long)program.seed,
	       program.ending == JOINS	? "joins"
	       : program.ending == ENDS ? "ends"
					: "exits",
	       program.semaphore, program.nested ? ", the last created by the first" : "");
	for (int worker = 0; worker < program.workers; worker++) {
		printf("  W%d:", worker);
		for (int i = 0; i < program.length[worker]; i++)
			printf(" %s %d;", names[program.step[worker][i].what],
			       program.step[worker][i].which);
		printf("\n");
	}
}

/* ---- running them ---- */

static bool is_free(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return *(const int *)op->state == NOBODY;
}

static bool is_held(const struct op *op, const struct thread *thread)
{
	return !is_free(op, thread);
}

bool random_program_is_positive(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return *(const unsigned *)op->state > 0;
}

bool random_program_is_zero(const struct op *op, const struct thread *thread)
{
	return !random_program_is_positive(op, thread);
}

static bool is_anyway(const struct op *op, const struct thread *thread)
{
	(void)op, (void)thread;
	return true;
}

static void see(int worker, unsigned value)
{
	shared.seen[worker] = shared.seen[worker] * 31 + value + 1;
}

static void do_variable(int worker, const struct step *step, uintptr_t pc)
{
	unsigned *variable = &shared.variable[step->which];
	struct op op = {.object = variable, .size = sizeof *variable, .state = variable};

	switch (step->what) {
	case READ:
		engine_access(variable, sizeof *variable, false, pc, NULL);
		see(worker, *variable);
		break;
	case WRITE:
		engine_access(variable, sizeof *variable, true, pc, NULL);
		*variable = shared.seen[worker] * 3 + (unsigned)worker + 1;
		break;
	case ADD:
		op.kind = OP_ATOMIC_UPDATE;
		op.writes = true;
		engine_perform(&op);
		*variable = *variable * 2 + 1;
		break;
	default:
		op.kind = OP_ATOMIC_READ;
		op.ready = step->what == AWAIT ? random_program_is_positive : NULL;
		engine_perform(&op);
		see(worker, *variable);
	}
}

static void do_lock(int worker, const struct step *step)
{
	int *owner = &shared.owner[step->which];
	struct op op = {
		.kind = OP_LOCK, .writes = true, .object = owner, .size = 1, .state = owner};
	bool late;

	if (step->what == UNLOCK) {
		if (*owner != worker)
			return;
		op.kind = OP_UNLOCK;
		engine_perform(&op);
		*owner = NOBODY;
		return;
	}
	if (step->what == TRYLOCK)
		op.kind = OP_TRYLOCK;
	else
		op.ready = is_free;
	op.expires = step->what == TIMED_LOCK ? is_held : NULL;
	late = engine_perform(&op);
	see(worker, late);
	if (late || *owner != NOBODY)
		see(worker, 7);
	else
		*owner = worker;
}

static void do_semaphore(int worker, const struct step *step)
{
	struct op op = {.kind = step->what == POST ? OP_POST : OP_TAKE,
			.writes = true,
			.object = &shared.semaphore,
			.size = 1,
			.state = &shared.semaphore,
			.ready = step->what == POST ? NULL : random_program_is_positive};
	bool late;

	if (step->what == TIMED_TAKE)
		op.expires = step->which ? is_anyway : random_program_is_zero;
	late = engine_perform(&op);
	see(worker, late);
	if (step->what == POST)
		shared.semaphore++;
	else if (!late)
		shared.semaphore--;
}

static void do_step(int worker, int i)
{
	const struct step *step = &program.step[worker][i];

	if (step->what <= AWAIT)
		do_variable(worker, step, (uintptr_t)(0x1000 + worker * MOST_STEPS + i));
	else if (step->what <= UNLOCK)
		do_lock(worker, step);
	else
		do_semaphore(worker, step);
}

static void perform_end(void)
{
	engine_perform(
		&(struct op){.kind = OP_END, .writes = true, .object = engine_self(), .size = 1});
}

static void run_worker(void *arg);

static void create(int worker)
{
	engine_perform(&(struct op){.kind = OP_CREATE, .writes = true});
	thread_of_worker[worker] = engine_spawn(run_worker, &thread_of_worker[worker], 0);
}

static void run_worker(void *arg)
{
	int worker = (int)((struct thread **)arg - thread_of_worker);

	if (program.nested && worker == 0)
		create(program.workers - 1);
	for (int i = 0; i < program.length[worker]; i++)
		do_step(worker, i);
	perform_end();
}

static bool has_ended(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return !((const struct thread *)op->object)->op;
}

static void join(struct thread *thread)
{
	engine_perform(&(struct op){
		.kind = OP_JOIN, .writes = true, .object = thread, .size = 1, .ready = has_ended});
}

int random_program_run(void *unused)
{
	(void)unused;
	for (int worker = 0; worker < program.workers - program.nested; worker++)
		create(worker);
	if (program.ending == ENDS) {
		perform_end();
		engine_end_thread();
	}
	if (program.ending == JOINS)
		for (int worker = 0; worker < program.workers; worker++)
			join(thread_of_worker[worker]);
	return 0;
}

uint64_t random_program_state(bool failed)
{
	const unsigned char *byte = (const unsigned char *)&shared;
	uint64_t hash = 1;

	shared.stuck = failed;
	for (size_t i = 0; i < sizeof shared; i++)
		hash = (hash ^ byte[i]) * UINT64_C(0x100000001b3);
	return hash;
}
