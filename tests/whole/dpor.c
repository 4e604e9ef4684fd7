/*
 * dpor.c: DPOR ends in the same states as trying everything, on 1,000 random small programs with
 * shared variables, atomics, a lock, a condition and a semaphore. The seed of one that differs is
 * printed, with the program.
 */
#include "suite.h"

#include "explore/engine/oracle.h"
#include "explore/explore.h"
#include "explore/world/hooks.h"
#include "explore/world/world.h"

#include <stdio.h>
#include <string.h>

#define MOST_THREADS 3
#define MOST_STEPS 6
#define VARIABLES 2
#define PROGRAMS 1000
#define MOST_SCHEDULES 3000 /* programs with more are left out */

enum instruction { LOAD, STORE, ADD, LOCK, UNLOCK, POST, TAKE, WAIT, SIGNAL, INSTRUCTIONS };

struct step {
	enum instruction what;
	int which; /* variable or lock */
};

static struct program {
	uint64_t seed;
	int threads, length[MOST_THREADS];
	struct step step[MOST_THREADS][MOST_STEPS];
} program;

/* What the program works on, made anew in each schedule. */
static struct {
	unsigned variable[VARIABLES];
	unsigned seen[MOST_THREADS];
	pthread_mutex_t mutex;
	pthread_cond_t condition;
	sem_t semaphore;
} shared;

static void add(struct program *p, int thread, enum instruction what, int which)
{
	if (p->length[thread] < MOST_STEPS)
		p->step[thread][p->length[thread]++] = (struct step){what, which};
}

/* A lock is given back by who took it; a wait is inside. */
static void add_random(struct program *p, int thread, uint64_t *random)
{
	int which = (int)oracle_random_below(random, VARIABLES);

	switch (oracle_random_below(random, 7)) {
	case 0:
		add(p, thread, LOAD, which);
		break;
	case 1:
		add(p, thread, STORE, which);
		break;
	case 2:
		add(p, thread, ADD, which);
		break;
	case 3:
		add(p, thread, POST, 0);
		break;
	case 4:
		add(p, thread, TAKE, 0);
		break;
	case 5:
		add(p, thread, SIGNAL, 0);
		break;
	default:
		if (p->length[thread] > MOST_STEPS - 3)
			return;
		add(p, thread, LOCK, 0);
		add(p, thread, oracle_random_below(random, 3) ? STORE : WAIT, which);
		add(p, thread, UNLOCK, 0);
	}
}

static void make_program(uint64_t seed)
{
	uint64_t random = oracle_random_seed(seed);

	memset(&program, 0, sizeof program);
	program.seed = seed;
	program.threads = 2 + (int)oracle_random_below(&random, MOST_THREADS - 1);
	for (int thread = 0; thread < program.threads; thread++) {
		int count = 1 + (int)oracle_random_below(&random, 2);

		for (int i = 0; i < count; i++)
			add_random(&program, thread, &random);
	}
}

static void load(int thread, int which)
{
	hook_read4(&shared.variable[which]);
	shared.seen[thread] = shared.seen[thread] * 31 + shared.variable[which];
}

static void store(int thread, int which)
{
	unsigned value = shared.seen[thread] + (unsigned)thread + 1;

	hook_write4(&shared.variable[which]);
	shared.variable[which] = value;
}

static void take_step(int thread, const struct step *step)
{
	switch (step->what) {
	case LOAD:
		load(thread, step->which);
		break;
	case STORE:
		store(thread, step->which);
		break;
	case ADD:
		hook_atomic32_fetch_add(&shared.variable[step->which], 1, __ATOMIC_SEQ_CST);
		break;
	case LOCK:
		world_pthread_mutex_lock(&shared.mutex);
		break;
	case UNLOCK:
		world_pthread_mutex_unlock(&shared.mutex);
		break;
	case POST:
		world_sem_post(&shared.semaphore);
		break;
	case TAKE:
		world_sem_wait(&shared.semaphore);
		break;
	case WAIT:
		world_pthread_cond_wait(&shared.condition, &shared.mutex);
		break;
	default:
		world_pthread_cond_signal(&shared.condition);
	}
}

/* The counter is volatile so that it lies on the stack, where idle.c looks for progress. */
static void *run_thread(void *arg)
{
	int thread = (int)(intptr_t)arg;

	for (volatile int i = 0; i < program.length[thread]; i++)
		take_step(thread, &program.step[thread][i]);
	return NULL;
}

static int run_program(void *unused)
{
	pthread_t thread[MOST_THREADS];
	unsigned state = 1;

	(void)unused;
	memset(&shared, 0, sizeof shared);
	world_sem_init(&shared.semaphore, 0, 1);
	for (volatile int i = 0; i < program.threads; i++)
		world_pthread_create(&thread[i], NULL, run_thread, (void *)(intptr_t)i);
	for (volatile int i = 0; i < program.threads; i++)
		world_pthread_join(thread[i], NULL);
	for (int i = 0; i < VARIABLES; i++)
		state = state * 131 + shared.variable[i];
	for (int i = 0; i < program.threads; i++)
		state = state * 131 + shared.seen[i];
	return (int)(state & 0x7fffffff);
}

static bool never(int outcome)
{
	(void)outcome;
	return false;
}

static struct explore_result *try_all(const char *strategy, bool spurious)
{
	const struct explore_scenario scenario = {.body = run_program, .forbidden = never};
	struct explore_options options = EXPLORE_DEFAULTS;

	snprintf(options.strategy, sizeof options.strategy, "%s", strategy);
	options.keep_going = options.keep_races = options.unshrunk = options.no_trace = true;
	options.schedules = MOST_SCHEDULES + 1;
	options.spurious = spurious;
	return explore_run(&scenario, &options);
}

static bool has_outcome(const struct explore_result *result, int value)
{
	for (int i = 0; i < result->outcome_count; i++)
		if (result->outcome[i].value == value)
			return true;
	return false;
}

/*
 * A standstill that only a spurious wake-up could end is a failure and ends the schedule: then the
 * states that such a wake-up leads to are no matter of order, and are not compared.
 */
static bool same_outcomes(const struct explore_result *one, const struct explore_result *other,
			  bool spurious)
{
	if ((one->failures > 0) != (other->failures > 0))
		return false;
	if (spurious && one->failures > 0)
		return true;
	if (one->outcome_count != other->outcome_count)
		return false;
	for (int i = 0; i < one->outcome_count; i++)
		if (!has_outcome(other, one->outcome[i].value))
			return false;
	return true;
}

static void print_program(const struct explore_result *all, const struct explore_result *reduced)
{
	static const char *const names[INSTRUCTIONS] = {"load", "store", "add",	 "lock",  "unlock",
							"post", "take",	 "wait", "signal"};

	printf("  seed %llu: dfs %d outcomes, %lu failures; dpor %d, %lu\n",
	       (unsigned long long)program.seed, all->outcome_count, all->failures,
	       reduced->outcome_count, reduced->failures);
	for (int t = 0; t < program.threads; t++) {
		printf("  T%d:", t + 1);
		for (int i = 0; i < program.length[t]; i++)
			printf(" %s %d;", names[program.step[t][i].what], program.step[t][i].which);
		printf("\n");
	}
}

/* Returns whether the program was small enough to be compared. */
static bool compare(uint64_t seed)
{
	struct explore_result *all, *reduced;
	bool complete;

	make_program(seed);
	all = try_all("dfs", seed % 2);
	complete = all->phase[0].complete && all->schedules <= MOST_SCHEDULES;
	if (complete) {
		reduced = try_all("dpor", seed % 2);
		CU_ASSERT_TRUE(reduced->phase[0].complete);
		CU_ASSERT_TRUE(reduced->schedules - reduced->redundant <= all->schedules);
		if (!same_outcomes(all, reduced, seed % 2)) {
			CU_FAIL("DPOR misses a final state");
			print_program(all, reduced);
		}
		explore_free(reduced);
	}
	explore_free(all);
	return complete;
}

static void dpor_is_complete(void)
{
	int compared = 0;

	for (uint64_t seed = 1; compared < PROGRAMS && seed < 20 * PROGRAMS; seed++)
		compared += compare(seed);
	CU_ASSERT_EQUAL(compared, PROGRAMS);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"all final states of 1,000 random programs", dpor_is_complete},
		CU_TEST_INFO_NULL,
	};

	return suite_run("dpor", tests, argc, argv);
}
