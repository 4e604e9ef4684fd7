/* explore_world.c: tests of the explorer's world: threads, keys, heap, output, the process's end. */
#include "suite.h"

#include "explore/engine/engine.h"
#include "explore/world/world.h"
#include "explore/world/world_base.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- one schedule, chosen by a seed ---- */

static int choose(void *memory, const struct choice *choice)
{
	return oracle_random_actor(memory, choice->enabled);
}

static void end(void *memory, const struct run_view *view)
{
	(void)memory, (void)view;
}

static struct engine_run run(int (*body)(void *), void *arg, uint64_t seed)
{
	static const struct oracle oracle = {.name = "test", .choose = choose, .end = end};
	static struct engine_memory memory;
	const struct engine_program program = {body, arg, world_reset};
	const struct engine_settings settings = {
		.every_point = true, .most_steps = 100000, .most_points = 100000};
	struct engine_run result;

	memset(&memory, 0, sizeof memory);
	seed = seed * 2 + 1;
	engine_run(&program, &settings, &oracle, &seed, &memory, &result);
	return result;
}

static void expect_failure(int (*body)(void *), enum failure_kind kind, const char *text)
{
	struct engine_run result = run(body, NULL, 1);

	CU_ASSERT_EQUAL(result.ending, ENGINE_FAILED);
	CU_ASSERT_EQUAL(result.failure.kind, kind);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.failure.text, text));
}

static void expect_status(int (*body)(void *), int status)
{
	for (uint64_t seed = 1; seed <= 50; seed++) {
		struct engine_run result = run(body, NULL, seed);

		CU_ASSERT_EQUAL(result.ending, ENGINE_DONE);
		CU_ASSERT_EQUAL(result.status, status);
		CU_ASSERT_FALSE(result.raced);
	}
}

/* ---- threads ---- */

static void *give_back(void *arg)
{
	return arg;
}

static int give_seven(void *arg)
{
	(void)arg;
	world_thrd_exit(7);
}

static int join_two(void *unused)
{
	pthread_t one;
	thrd_t two;
	void *result;
	int number;

	(void)unused;
	world_pthread_create(&one, NULL, give_back, &number);
	world_thrd_create(&two, give_seven, NULL);
	if (world_pthread_equal(one, world_pthread_self()))
		return 1;
	if (world_pthread_join(one, &result) != 0 || result != &number)
		return 2;
	if (world_thrd_join(two, &number) != thrd_success || number != 7)
		return 3;
	return world_pthread_join(world_pthread_self(), NULL) == EDEADLK ? 42 : 4;
}

static void threads_are_joined(void)
{
	expect_status(join_two, 42);
}

static int create_many(void *unused)
{
	pthread_t thread;

	(void)unused;
	for (int i = 0; i < ENGINE_THREADS; i++)
		world_pthread_create(&thread, NULL, give_back, NULL);
	return 0;
}

static int join_twice(void *unused)
{
	pthread_t thread;

	(void)unused;
	world_pthread_create(&thread, NULL, give_back, NULL);
	world_pthread_join(thread, NULL);
	return world_pthread_join(thread, NULL);
}

static int join_detached(void *unused)
{
	pthread_t thread;

	(void)unused;
	world_pthread_create(&thread, NULL, give_back, NULL);
	world_pthread_detach(thread);
	return world_pthread_join(thread, NULL);
}

static void *leak(void *arg)
{
	engine_self()->locks = 1;
	return arg;
}

static int leak_lock(void *unused)
{
	pthread_t thread;

	(void)unused;
	world_pthread_create(&thread, NULL, leak, NULL);
	return world_pthread_join(thread, NULL);
}

static void misuse_of_threads_is_told(void)
{
	expect_failure(create_many, FAILURE_UNMODELLED, "more than 32 threads");
	expect_failure(join_twice, FAILURE_MISUSE, "T0 joins T1, which has been joined");
	expect_failure(join_detached, FAILURE_MISUSE, "T0 joins T1, which has been detached");
	expect_failure(leak_lock, FAILURE_LOCK_LEAK, "T1 ends and leaves 1 lock locked");
}

static int main_leaves(void *unused)
{
	pthread_t thread;

	(void)unused;
	world_pthread_create(&thread, NULL, give_back, NULL);
	world_pthread_exit(NULL);
}

static void last_thread_ends_the_process(void)
{
	expect_status(main_leaves, 0);
}

/* ---- keys ---- */

static struct {
	pthread_key_t key;
	int destroyed;
} keys;

/* Sets the value anew, as long as it is let. */
static void destroy(void *value)
{
	keys.destroyed++;
	world_pthread_setspecific(keys.key, value);
}

static void *use_key(void *arg)
{
	world_pthread_setspecific(keys.key, arg);
	return world_pthread_getspecific(keys.key);
}

static int use_keys(void *unused)
{
	pthread_t thread;
	void *seen;

	(void)unused;
	keys.destroyed = 0;
	world_pthread_key_create(&keys.key, destroy);
	world_pthread_create(&thread, NULL, use_key, &keys);
	world_pthread_join(thread, &seen);
	if (seen != &keys || world_pthread_getspecific(keys.key))
		return 1;
	return keys.destroyed;
}

static void destructors_run_four_rounds(void)
{
	expect_status(use_keys, 4);
}

/* ---- the heap ---- */

static char *addresses[2][4];

static void *allocate(void *arg)
{
	char **mine = addresses[*(int *)arg];

	for (int i = 0; i < 4; i++)
		mine[i] = world_malloc((size_t)(i + 1) * 100000);
	return NULL;
}

static int allocate_in_two(void *unused)
{
	int number[2] = {0, 1};
	pthread_t thread[2];

	(void)unused;
	for (int i = 0; i < 2; i++)
		world_pthread_create(&thread[i], NULL, allocate, &number[i]);
	for (int i = 0; i < 2; i++)
		world_pthread_join(thread[i], NULL);
	return 0;
}

static void addresses_do_not_depend_on_the_schedule(void)
{
	char *first[2][4];

	run(allocate_in_two, NULL, 1);
	memcpy(first, addresses, sizeof first);
	for (uint64_t seed = 2; seed < 20; seed++) {
		run(allocate_in_two, NULL, seed);
		CU_ASSERT_EQUAL(memcmp(first, addresses, sizeof first), 0);
	}
}

static int is_all(const unsigned char *byte, size_t size, unsigned char value)
{
	for (size_t i = 0; i < size; i++)
		if (byte[i] != value)
			return 0;
	return 1;
}

/* Whatever the schedule before has left there. */
static int fill_blocks(void *unused)
{
	const size_t large = (size_t)1 << 20;
	unsigned char *poison = world_malloc(100), *zero = world_calloc(10, 10);
	unsigned char *fresh = world_malloc(large), *aligned = world_aligned_alloc(4096, 10);

	(void)unused;
	if (!is_all(poison, 100, 0xBE) || !is_all(zero, 100, 0) || !is_all(fresh, large, 0))
		return 1;
	if ((uintptr_t)aligned % 4096 != 0 || (uintptr_t)poison % 16 != 0)
		return 2;
	memset(zero, 1, 100);
	memset(fresh, 1, large);
	poison = world_realloc(poison, 200);
	return is_all(poison, 200, 0xBE) && strcmp(world_strdup("abc"), "abc") == 0 ? 42 : 3;
}

static void contents_are_the_same_every_time(void)
{
	expect_status(fill_blocks, 42);
}

static int use_freed(void *unused)
{
	char *block = world_malloc(10);

	(void)unused;
	world_free(block);
	world_memset(block, 0, 1);
	return 0;
}

static int free_twice(void *unused)
{
	char *block = world_malloc(10);

	(void)unused;
	world_free(block);
	world_free(block);
	return 0;
}

static int free_inside(void *unused)
{
	char *block = world_malloc(10);

	(void)unused;
	world_free(block + 1);
	return 0;
}

static int allocate_too_much(void *unused)
{
	(void)unused;
	for (int i = 0; i < 3; i++)
		world_malloc(500000);
	return 0;
}

static void misuse_of_the_heap_is_told(void)
{
	expect_failure(use_freed, FAILURE_USE_AFTER_FREE, "T0 writes");
	expect_failure(free_twice, FAILURE_DOUBLE_FREE, "T0 frees");
	expect_failure(free_inside, FAILURE_MISUSE, "no block begins");
	world_limit_memory(1000000);
	expect_failure(allocate_too_much, FAILURE_MEMORY, "limit of 1000000");
	world_limit_memory((size_t)256 << 20);
}

/* ---- output, and the end ---- */

static int print(void *unused)
{
	char text[8];

	(void)unused;
	world_printf("%d-", 1);
	world_fprintf(stderr, "%s", "two");
	world_puts("");
	world_snprintf(text, sizeof text, "%d", 1234567890);
	world_write(1, text, 7);
	world_putchar('!');
	return 0;
}

static void output_is_kept(void)
{
	static const char expected[] = "1-two\n1234567!";
	size_t length;
	const char *text;

	for (int i = 0; i < 2; i++) {
		run(print, NULL, 1);
		text = world_output(&length);
		CU_ASSERT_EQUAL(length, sizeof expected - 1);
		CU_ASSERT_EQUAL(memcmp(text, expected, sizeof expected - 1), 0);
	}
}

static void say_bye(void)
{
	world_puts("bye");
}

static int leave(void *status)
{
	world_atexit(say_bye);
	world_exit(*(int *)status);
}

static int assert_nothing(void *unused)
{
	(void)unused;
	world___assert_fail("a == b", "file.c", 12, "function");
}

static int call_abort(void *unused)
{
	(void)unused;
	world_abort();
}

static int print_to_file(void *unused)
{
	(void)unused;
	return world_fputs("text", stdin);
}

static void ends_are_told_apart(void)
{
	int status = 0;
	size_t length;

	CU_ASSERT_EQUAL(run(leave, &status, 1).ending, ENGINE_DONE);
	world_output(&length);
	CU_ASSERT_EQUAL(length, 4);
	status = 3;
	CU_ASSERT_STRING_EQUAL(run(leave, &status, 1).failure.text, "T0 calls exit(3)");
	expect_failure(assert_nothing, FAILURE_ASSERTION, "assertion failed: a == b (file.c:12)");
	expect_failure(call_abort, FAILURE_ABORT, "T0 calls abort()");
	expect_failure(print_to_file, FAILURE_UNMODELLED, "fputs to a file is not modelled");
}

/* ---- variables of threads, random numbers ---- */

static int initial = 5;
static struct {
	size_t size, alignment;
	void *object, *initial;
} control = {sizeof(int), _Alignof(int), NULL, &initial};

static void *count_up(void *arg)
{
	int *copy = world___emutls_get_address(&control);

	(void)arg;
	(*copy)++;
	return (void *)(intptr_t)(*copy + (world_rand() < 0));
}

static int count_in_two(void *unused)
{
	pthread_t thread[2];
	void *seen;
	int sum = 0;

	for (int i = 0; i < 2; i++)
		world_pthread_create(&thread[i], NULL, count_up, NULL);
	for (int i = 0; i < 2; i++) {
		world_pthread_join(thread[i], &seen);
		sum += (int)(intptr_t)seen;
	}
	return sum + (int)(intptr_t)count_up(unused);
}

static void threads_have_variables_of_their_own(void)
{
	expect_status(count_in_two, 18);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"threads are joined", threads_are_joined},
		{"misuse of threads is told", misuse_of_threads_is_told},
		{"the last thread ends the process", last_thread_ends_the_process},
		{"destructors run four rounds", destructors_run_four_rounds},
		{"addresses do not depend on the schedule",
		 addresses_do_not_depend_on_the_schedule},
		{"contents are the same every time", contents_are_the_same_every_time},
		{"misuse of the heap is told", misuse_of_the_heap_is_told},
		{"output is kept", output_is_kept},
		{"ends are told apart", ends_are_told_apart},
		{"threads have variables of their own", threads_have_variables_of_their_own},
		CU_TEST_INFO_NULL,
	};

	return suite_run("explore_world", tests, argc, argv);
}
