/* seeded.c: scenarios under random schedules (see seeded.h). */
#include "seeded.h"

#include "suite.h"

#include <stdio.h>
#include <string.h>

struct seeded_shared shared;
struct engine_settings settings = {.most_steps = 5000, .most_points = 5000};

static int choose(void *memory, const struct choice *choice)
{
	uint64_t mask = choice->enabled;
	uint32_t skip = oracle_random_below(memory, (uint32_t)__builtin_popcountll(mask));

	while (skip-- > 0)
		mask &= mask - 1;
	return __builtin_ctzll(mask);
}

static void end(void *memory, const struct run_view *view)
{
	(void)memory, (void)view;
}

static void reset(void)
{
	memset(&shared, 0, sizeof shared);
	world_reset();
}

struct engine_run seeded_run(int (*body)(void *), uint64_t seed)
{
	static const struct oracle oracle = {.name = "test", .choose = choose, .end = end};
	static struct engine_memory memory;
	const struct engine_program program = {body, NULL, reset};
	struct engine_run result;
	uint64_t state = oracle_random_seed(seed);

	memset(&memory, 0, sizeof memory);
	engine_run(&program, &settings, &oracle, &state, &memory, &result);
	return result;
}

/* How often it failed so; any other failure, or another status than 0, is one of the test. */
static unsigned count_failures(int (*body)(void *), enum failure_kind kind, const char *text)
{
	unsigned failures = 0;

	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct engine_run result = seeded_run(body, seed);

		if (result.ending == ENGINE_FAILED && result.failure.kind == kind &&
		    strstr(result.failure.text, text)) {
			failures++;
		} else if (result.ending != ENGINE_DONE || result.status != 0) {
			printf("seed %lu: ending %d, status %d: %s\n", (unsigned long)seed,
			       result.ending, result.status, result.failure.text);
			CU_FAIL("another end than expected");
			break;
		}
	}
	return failures;
}

void expect_right(int (*body)(void *))
{
	CU_ASSERT_EQUAL(count_failures(body, FAILURE_NONE, "no such text"), 0);
}

void expect_always(int (*body)(void *), enum failure_kind kind, const char *text)
{
	CU_ASSERT_EQUAL(count_failures(body, kind, text), SEEDS);
}

void expect_sometimes(int (*body)(void *), enum failure_kind kind, const char *text)
{
	unsigned failures = count_failures(body, kind, text);

	CU_ASSERT(failures > 0 && failures < SEEDS);
}

unsigned seeded_results(int (*body)(void *))
{
	unsigned seen = 0;

	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct engine_run result = seeded_run(body, seed);

		if (result.ending != ENGINE_DONE)
			CU_FAIL("it should end by itself");
		seen |= 1u << result.status;
	}
	return seen;
}

unsigned seeded_count(int (*body)(void *), int status)
{
	unsigned count = 0;

	for (uint64_t seed = 0; seed < SEEDS; seed++)
		count += seeded_run(body, seed).status == status;
	return count;
}

/* ---- inside scenarios ---- */

static bool is_over(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return !engine_thread((int)(intptr_t)op->state)->op;
}

static int whom(const struct op *op)
{
	return (int)(intptr_t)op->state;
}

void await(int id)
{
	engine_perform(&(struct op){
		.kind = OP_JOIN, .state = (void *)(intptr_t)id, .ready = is_over, .holder = whom});
}

void spawn(void (*body)(void *), int number)
{
	engine_spawn(body, (void *)(intptr_t)number, 0);
}

void run_two(void (*one)(void *), void (*two)(void *))
{
	spawn(one, 1);
	spawn(two, 2);
	await(1);
	await(2);
}

void pass(void)
{
	world_sched_yield();
}

void announce(void)
{
	engine_access(&shared.done, sizeof shared.done, true, 0, NULL);
}

void visit(void)
{
	if (shared.inside++ != 0)
		engine_exit(99);
	pass();
	shared.inside--;
	shared.count++;
}

const struct timespec *soon(void)
{
	static const struct timespec until = {.tv_sec = 1900000000};

	return &until;
}

void make_mutex(pthread_mutex_t *mutex, int type, int sharing)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, type);
	pthread_mutexattr_setpshared(&attributes, sharing);
	world_pthread_mutex_init(mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}
