/*
 * coro.c: tests of the coro room: switch, stacks, coroutines, scheduler, generators.
 *
 * tests/whole/aarch64.sh runs this same file on an emulated 64-bit Arm.
 */
#include "suite.h"

#include "base/die.h"
#include "coro/coro.h"
#include "coro/fiber.h"
#include "coro/generator.h"
#include "coro/sched.h"
#include "coro/stack.h"
#include "coro/switch.h"
#include "data/coro-registers.h"

#include <errno.h>
#include <fenv.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIMIT_MS 60000

static bool died_of(int status, int signal_number)
{
	return WIFSIGNALED(status) && WTERMSIG(status) == signal_number;
}

static bool ended_well(int status)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- the switch ------------------------------------------------------------------------------ */

static struct {
	void *main, *other;
	int visits;
	bool aligned;
} bounce;

static void bounce_entry(void)
{
	bounce.aligned = (uintptr_t)__builtin_frame_address(0) % 16 == 0;
	for (;;) {
		bounce.visits++;
		switch_to(&bounce.other, bounce.main);
	}
}

/* Without a coroutine around it: the sanitizers do not know of this stack. */
static void bare_switch_goes_there_and_back(void)
{
	static _Alignas(64) char stack[32 * 1024];

	bounce.visits = 0;
	bounce.other = switch_prepare(stack, sizeof stack, bounce_entry);
	for (int i = 1; i <= 3; i++) {
		switch_to(&bounce.main, bounce.other);
		CU_ASSERT_EQUAL(bounce.visits, i);
		CU_ASSERT((char *)bounce.other >= stack);
		CU_ASSERT((char *)bounce.other < stack + sizeof stack);
	}
	CU_ASSERT(bounce.aligned);
}

struct keeper {
	unsigned long pattern, changed;
};

static void keep_registers(void *arg)
{
	struct keeper *keeper = arg;

	for (int i = 0; i < 100; i++)
		keeper->changed |= registers_changed(coro_yield, keeper->pattern);
}

static struct coro *pair[2];

static void resume_pair(void)
{
	coro_resume(pair[0]);
	coro_resume(pair[1]);
}

static void registers_survive_a_switch(void)
{
	struct keeper keepers[2] = {{0x1111111111111111, 0}, {0x7777777777777777, 0}};
	unsigned long changed = 0;

	if (!REGISTERS_KNOWN) {
		suite_skip("nobody has written this test for this machine");
		return;
	}
	for (int i = 0; i < 2; i++)
		pair[i] = coro_create("keeper", keep_registers, &keepers[i]);
	for (int i = 0; i < 100; i++)
		changed |= registers_changed(resume_pair, 0x3333333333333333);
	CU_ASSERT_EQUAL(changed, 0);
	resume_pair();
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(keepers[i].changed, 0);
		CU_ASSERT(coro_is_done(pair[i]));
		coro_destroy(pair[i]);
	}
}

static void give_up_halfway(void *arg)
{
	(void)arg;
	registers_changed(coro_yield, 42);
}

static void resume_first(void)
{
	coro_resume(pair[0]);
}

/* It never goes on, so it never puts back what it filled the registers with. */
static void registers_survive_being_abandoned(void)
{
	pair[0] = coro_create("halfway", give_up_halfway, NULL);
	CU_ASSERT_EQUAL(registers_changed(resume_first, 7), 0);
	coro_destroy(pair[0]);
}

/* ---- coroutines ------------------------------------------------------------------------------ */

static void count_to_three(void *arg)
{
	for (int i = 0; i < 3; i++) {
		++*(int *)arg;
		coro_yield();
	}
}

static void coroutine_runs_to_each_yield(void)
{
	int n = 0;
	struct coro *coro = coro_create("counter", count_to_three, &n);

	CU_ASSERT_EQUAL(n, 0);
	for (int i = 1; i <= 3; i++) {
		CU_ASSERT_FALSE(coro_is_done(coro));
		coro_resume(coro);
		CU_ASSERT_EQUAL(n, i);
	}
	CU_ASSERT_FALSE(coro_is_done(coro));
	coro_resume(coro);
	CU_ASSERT_TRUE(coro_is_done(coro));
	CU_ASSERT_EQUAL(n, 3);
	CU_ASSERT_STRING_EQUAL(coro_name(coro), "counter");
	CU_ASSERT_PTR_EQUAL(coro_arg(coro), &n);
	coro_destroy(coro);
}

static void note_running(void *arg)
{
	*(struct coro **)arg = coro_running();
}

static void running_is_told_inside_only(void)
{
	struct coro *inside = NULL;
	struct coro *coro = coro_create("who", note_running, &inside);

	CU_ASSERT_PTR_NULL(coro_running());
	coro_resume(coro);
	CU_ASSERT_PTR_EQUAL(inside, coro);
	CU_ASSERT_PTR_NULL(coro_running());
	coro_destroy(coro);
}

struct nest {
	int depth;
	char *trace;
};

static void nest(void *arg)
{
	struct nest *outer = arg;
	struct nest inner = {outer->depth - 1, outer->trace + 1};
	struct coro *self = coro_running(), *coro;

	if (outer->depth == 0)
		return;
	coro = coro_create("inner", nest, &inner);
	coro_resume(coro);
	*outer->trace = coro_running() == self ? 'y' : 'n';
	coro_destroy(coro);
}

static void coroutines_resume_coroutines(void)
{
	char trace[] = ".....";
	struct nest outermost = {5, trace};
	struct coro *coro = coro_create("outermost", nest, &outermost);

	coro_resume(coro);
	CU_ASSERT(coro_is_done(coro));
	CU_ASSERT_STRING_EQUAL(trace, "yyyyy");
	coro_destroy(coro);
}

static void switches_are_counted(void)
{
	int n = 0;
	unsigned long before = coro_switches();
	struct coro *coro = coro_create("counter", count_to_three, &n);

	CU_ASSERT_EQUAL(coro_switches() - before, 0);
	coro_resume(coro);
	CU_ASSERT_EQUAL(coro_switches() - before, 2);
	while (!coro_is_done(coro))
		coro_resume(coro);
	CU_ASSERT_EQUAL(coro_switches() - before, 8);
	coro_destroy(coro);
	CU_ASSERT_EQUAL(coro_switches() - before, 8);
}

/* ---- floating-point control ------------------------------------------------------------------ */

static void round_up_and_yield(void *arg)
{
	int *modes = arg;

	modes[0] = fegetround();
	fesetround(FE_UPWARD);
	coro_yield();
	modes[1] = fegetround();
}

static void fp_control_is_kept_when_asked(void)
{
	int modes[2] = {-1, -1};
	struct coro *coro = coro_create("rounding", round_up_and_yield, modes);

	coro_keep_fp_control(coro);
	coro_resume(coro);
	CU_ASSERT_EQUAL(fegetround(), FE_TONEAREST);
	fesetround(FE_DOWNWARD);
	coro_resume(coro);
	CU_ASSERT_EQUAL(fegetround(), FE_DOWNWARD);
	fesetround(FE_TONEAREST);
	CU_ASSERT_EQUAL(modes[0], FE_TONEAREST);
	CU_ASSERT_EQUAL(modes[1], FE_UPWARD);
	coro_destroy(coro);
}

/* ucontext alone switches it always (coro.h says so). */
static void fp_control_is_shared_otherwise(void)
{
	bool always = strcmp(switch_name, "ucontext") == 0;
	int modes[2] = {-1, -1};
	struct coro *coro = coro_create("rounding", round_up_and_yield, modes);

	coro_resume(coro);
	CU_ASSERT_EQUAL(fegetround(), always ? FE_TONEAREST : FE_UPWARD);
	fesetround(FE_TONEAREST);
	coro_resume(coro);
	CU_ASSERT_EQUAL(modes[1], always ? FE_UPWARD : FE_TONEAREST);
	coro_destroy(coro);
	fesetround(FE_TONEAREST);
}

/* ---- stacks ---------------------------------------------------------------------------------- */

/* About a hundred bytes a level, or a few hundred under a sanitizer. */
__attribute__((noinline)) static int descend(int levels)
{
	volatile char here[64];

	here[0] = (char)levels;
	return levels == 0 ? 0 : descend(levels - 1) + (here[0] == (char)levels);
}

static void descend_by_arg(void *arg)
{
	*(int *)arg = descend(*(int *)arg);
}

static void deep_recursion_fits_a_larger_stack(void)
{
	int levels = 10000;
	struct coro *coro = coro_create_sized("deep", descend_by_arg, &levels, 8 * 1024 * 1024);

	CU_ASSERT_PTR_NOT_NULL_FATAL(coro);
	coro_resume(coro);
	CU_ASSERT_EQUAL(levels, 10000);
	coro_destroy(coro);
}

/* All of it is the coroutine's to use, but for a little that the first frames and ASan take. */
static void fill_stack(void *arg)
{
	volatile char array[CORO_STACK_SIZE - 4096];

	for (size_t i = 0; i < sizeof array; i += 512)
		array[i] = 1;
	*(int *)arg = array[512];
}

static void default_stack_has_its_size(void)
{
	int filled = 0;
	struct coro *coro = coro_create("fill", fill_stack, &filled);

	CU_ASSERT_EQUAL(coro_stack_size(coro), CORO_STACK_SIZE);
	coro_resume(coro);
	CU_ASSERT_EQUAL(filled, 1);
	coro_destroy(coro);
}

static void sizes_are_rounded_up(void)
{
	static const size_t sizes[] = {1, 65536, 65537, 1000000, 64 << 20};

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct coro *coro = coro_create_sized("sized", note_running, NULL, sizes[i]);

		CU_ASSERT_PTR_NOT_NULL_FATAL(coro);
		CU_ASSERT(coro_stack_size(coro) >= sizes[i]);
		CU_ASSERT(coro_stack_size(coro) < 2 * sizes[i] + CORO_STACK_SIZE);
		coro_destroy(coro);
	}
}

static void impossible_size_is_refused(void)
{
	errno = 0;
	CU_ASSERT_PTR_NULL(coro_create_sized("huge", note_running, NULL, SIZE_MAX));
	CU_ASSERT_EQUAL(errno, ENOMEM);
	errno = 0;
	CU_ASSERT_PTR_NULL(coro_create_sized("huge", note_running, NULL, SIZE_MAX / 2 + 1));
	CU_ASSERT_EQUAL(errno, ENOMEM);
}

static void stacks_are_reused(void)
{
	int n = 0;
	struct coro *first = coro_create("counter", count_to_three, &n), *second;

	while (!coro_is_done(first))
		coro_resume(first);
	coro_destroy(first);
	second = coro_create("counter", count_to_three, &n);
	CU_ASSERT_PTR_EQUAL(second, first);
	CU_ASSERT_FALSE(coro_is_done(second));
	while (!coro_is_done(second))
		coro_resume(second);
	CU_ASSERT_EQUAL(n, 6);
	coro_destroy(second);
}

static void abandoned_stacks_are_reused(void)
{
	int n = 0;
	struct coro *first = NULL, *coro;

	for (int yields = 0; yields < 4; yields++) {
		coro = coro_create("counter", count_to_three, &n);
		if (!first)
			first = coro;
		CU_ASSERT_PTR_EQUAL(coro, first);
		for (int i = 0; i < yields; i++)
			coro_resume(coro);
		coro_destroy(coro);
	}
	CU_ASSERT_EQUAL(n, 0 + 1 + 2 + 3);
}

/* More at a time than the pool keeps: the rest is mapped and unmapped, and none is mixed up. */
/* Else what a switch touches of all of them would share a few sets of the cache. */
static void stacks_end_in_different_places_of_a_page(void)
{
	struct coro *coro[64];
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int same = 0, unused = 0;

	for (int i = 0; i < 64; i++) {
		coro[i] = coro_create("neighbour", count_to_three, &unused);
		CU_ASSERT_PTR_NOT_NULL_FATAL(coro[i]);
	}
	for (int i = 1; i < 64; i++)
		same += (uintptr_t)coro[i] % page == (uintptr_t)coro[i - 1] % page;
	/* Other mappings may lie between two of them. */
	CU_ASSERT(same < 16);
	for (int i = 0; i < 64; i++)
		coro_destroy(coro[i]);
}

static void many_coroutines_live_at_once(void)
{
	enum { MANY = 1500 };
	static struct coro *coros[MANY];
	static int counts[MANY];
	int wrong = 0;

	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < MANY; i++) {
			counts[i] = i;
			coros[i] = coro_create("one of many", count_to_three, &counts[i]);
			CU_ASSERT_PTR_NOT_NULL_FATAL(coros[i]);
		}
		for (int resumed = 0; resumed < 4; resumed++)
			for (int i = 0; i < MANY; i++)
				coro_resume(coros[i]);
		for (int i = 0; i < MANY; i++) {
			wrong += counts[i] != i + 3 || !coro_is_done(coros[i]);
			coro_destroy(coros[i]);
		}
	}
	CU_ASSERT_EQUAL(wrong, 0);
}

__attribute__((noinline)) static void fill(volatile char *array, size_t size)
{
	for (size_t i = 0; i < size; i++)
		array[i] = 1;
}

/* ASan lays poisoned zones around arrays, and keeps those of fixed size elsewhere at times. */
static void count_with_arrays(void *arg)
{
	size_t size = 40 + 56 * (size_t)(*(int *)arg % 7);
	char fixed[100], varying[size];

	for (int i = 0; i < 3; i++) {
		++*(int *)arg;
		fill(fixed, sizeof fixed);
		fill(varying, size);
		coro_yield();
	}
}

/* More than the 8192 threads and fibers that TSan can have at a time. */
#define CHURNED 9000

/* Mapped regions of this process: whatever is left behind shows up here sooner or later. */
static int count_maps(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int lines = 0;

	if (!maps)
		die_system("/proc/self/maps");
	for (int c; (c = getc(maps)) != EOF;)
		lines += c == '\n';
	fclose(maps);
	return lines;
}

static void churn_once(int i, int *n)
{
	struct coro *coro = coro_create("short", count_with_arrays, n);

	if (!coro)
		die_system("coroutine %d", i);
	/* Some end, some are abandoned at a yield, some never start. */
	for (int left = i % 5; left > 0; left--)
		coro_resume(coro);
	coro_destroy(coro);
}

static void churn(void *unused)
{
	int n = 0, maps = count_maps();

	(void)unused;
	for (int i = 0; i < CHURNED; i++)
		churn_once(i, &n);
	if (n != CHURNED / 5 * (0 + 1 + 2 + 3 + 3))
		die_user("counted %d", n);
	if (count_maps() > maps + 200)
		die_user("%d mapped regions grew to %d", maps, count_maps());
}

/* Also for the sanitizers' records of fibers and fake stacks. */
static void creating_and_destroying_leaks_nothing(void)
{
	char output[512];
	int status = suite_fork(churn, NULL, LIMIT_MS, output, sizeof output);

	CU_ASSERT(ended_well(status));
	CU_ASSERT_STRING_EQUAL(output, "");
}

/* ---- overflow -------------------------------------------------------------------------------- */

static void descend_too_far(void *arg)
{
	(void)arg;
	descend(1000000000);
}

static void overflow(void *size)
{
	struct coro *coro = coro_create_sized("bottomless", descend_too_far, NULL, *(size_t *)size);

	if (coro_catch_overflow() != 0)
		die_system("coro_catch_overflow");
	coro_resume(coro);
}

/* The handler that was there before has the last word: a sanitizer's exits. */
static bool died_of_overflow(int status)
{
	return died_of(status, SIGSEGV) || (WIFEXITED(status) && WEXITSTATUS(status) != 0);
}

static void overflow_names_the_coroutine(void)
{
	size_t sizes[] = {CORO_STACK_SIZE, 1024 * 1024};
	char output[4096], expected[128];

	for (int i = 0; i < 2; i++) {
		int status = suite_fork(overflow, &sizes[i], LIMIT_MS, output, sizeof output);

		snprintf(expected, sizeof expected,
			 ": coroutine bottomless overflowed its stack of %zu bytes: "
			 "give it more with coro_create_sized",
			 sizes[i]);
		CU_ASSERT(died_of_overflow(status));
		CU_ASSERT_PTR_NOT_NULL(strstr(output, expected));
	}
}

static void *overflow_in_thread(void *size)
{
	overflow(size);
	return NULL;
}

static void run_in_thread(void *(*body)(void *), void *arg)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, body, arg) != 0 || pthread_join(thread, NULL) != 0)
		die_user("a thread did not start or end");
}

static void overflow_on_a_thread(void *size)
{
	run_in_thread(overflow_in_thread, size);
}

static void overflow_is_caught_in_other_threads(void)
{
	size_t size = CORO_STACK_SIZE;
	char output[4096];
	int status = suite_fork(overflow_on_a_thread, &size, LIMIT_MS, output, sizeof output);

	CU_ASSERT(died_of_overflow(status));
	CU_ASSERT_PTR_NOT_NULL(strstr(output, "coroutine bottomless overflowed its stack"));
}

static void *catch_and_end(void *unused)
{
	(void)unused;
	return coro_catch_overflow() == 0 && coro_catch_overflow() == 0 ? NULL : (void *)1;
}

static void threads_that_catch_can_end(void)
{
	for (int i = 0; i < 20; i++)
		run_in_thread(catch_and_end, NULL);
	CU_ASSERT_EQUAL(coro_catch_overflow(), 0);
}

static void exit_with_42(int signal_number)
{
	(void)signal_number;
	_exit(42);
}

static void touch_forbidden(void *arg)
{
	volatile char *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)arg;
	*page = 1;
}

static void fault_with_handler(void *handler)
{
	struct coro *coro = coro_create("wild", touch_forbidden, NULL);

	if (handler)
		signal(SIGSEGV, *(void (**)(int))handler);
	if (coro_catch_overflow() != 0)
		die_system("coro_catch_overflow");
	coro_resume(coro);
}

static void other_faults_go_to_the_handler_before(void)
{
	void (*handlers[])(int) = {exit_with_42, SIG_DFL, SIG_IGN};
	char output[4096];
	int status;

	status = suite_fork(fault_with_handler, &handlers[0], LIMIT_MS, output, sizeof output);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 42);
	for (int i = 1; i < 3; i++) {
		status = suite_fork(fault_with_handler, &handlers[i], LIMIT_MS, output,
				    sizeof output);
		CU_ASSERT(died_of(status, SIGSEGV));
		CU_ASSERT_PTR_NULL(strstr(output, "overflowed"));
	}
}

struct guard {
	const char *at_bottom, *below, *far_below, *outside;
};

static void look_at_guard(void *arg)
{
	struct guard *guard = arg;
	const char *bottom = stack_bottom((struct stack *)(void *)coro_running());

	guard->at_bottom = coro_overflowed(bottom);
	guard->below = coro_overflowed(bottom - 1);
	guard->far_below = coro_overflowed(bottom - STACK_GUARD);
	guard->outside = coro_overflowed(bottom - STACK_GUARD - 1);
}

static void guard_addresses_are_known(void)
{
	struct guard guard = {0};
	struct coro *coro = coro_create("guarded", look_at_guard, &guard);

	coro_resume(coro);
	CU_ASSERT_PTR_NULL(guard.at_bottom);
	CU_ASSERT_PTR_NOT_NULL_FATAL(guard.below);
	CU_ASSERT_STRING_EQUAL(guard.below, "guarded");
	CU_ASSERT_PTR_NOT_NULL(guard.far_below);
	CU_ASSERT_PTR_NULL(guard.outside);
	CU_ASSERT_PTR_NULL(coro_overflowed(stack_bottom((struct stack *)(void *)coro) - 1));
	coro_destroy(coro);
}

/* ---- misuse ---------------------------------------------------------------------------------- */

static void do_nothing(void *arg)
{
	(void)arg;
}

static void resume_a_done_one(void *unused)
{
	struct coro *coro = coro_create("over", do_nothing, NULL);

	(void)unused;
	coro_resume(coro);
	coro_resume(coro);
}

static void resume_itself(void *unused)
{
	(void)unused;
	coro_resume(coro_running());
}

static void resume_a_running_one(void *unused)
{
	(void)unused;
	coro_resume(coro_create("narcissus", resume_itself, NULL));
}

static void destroy_itself(void *unused)
{
	(void)unused;
	coro_destroy(coro_running());
}

static void destroy_a_running_one(void *unused)
{
	(void)unused;
	coro_resume(coro_create("lemming", destroy_itself, NULL));
}

static void yield_outside(void *unused)
{
	(void)unused;
	coro_yield();
}

static void yield_anothers_value(struct generator *generator, void *arg)
{
	(void)generator;
	generator_yield(arg, NULL);
}

static void yield_for_another(void *unused)
{
	struct generator *victim = generator_create("victim", yield_anothers_value, NULL);
	void *value;

	(void)unused;
	generator_next(generator_create("thief", yield_anothers_value, victim), &value);
}

static void run_again(void *sched)
{
	sched_run(sched);
}

static void run_inside_itself(void *unused)
{
	struct sched *sched = sched_create();

	(void)unused;
	sched_spawn(sched, "again", run_again, sched);
	sched_run(sched);
}

static void misuse_aborts(void)
{
	static const struct {
		void (*body)(void *);
		const char *message;
	} cases[] = {
		{resume_a_done_one, "coroutine over cannot be resumed: it has ended"},
		{resume_a_running_one, "coroutine narcissus cannot be resumed: it is running"},
		{destroy_a_running_one, "coroutine lemming cannot be destroyed: it is running"},
		{yield_outside, "coro_yield outside of all coroutines"},
		{yield_for_another, "generator.c:"},
		{run_inside_itself, "sched.c:"},
	};
	char output[4096];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int status = suite_fork(cases[i].body, NULL, LIMIT_MS, output, sizeof output);

		CU_ASSERT(died_of(status, SIGABRT));
		CU_ASSERT_PTR_NOT_NULL(strstr(output, cases[i].message));
	}
}

/* ---- round robin ----------------------------------------------------------------------------- */

static char trace[64];

static void trace_add(char c)
{
	size_t length = strlen(trace);

	if (length + 1 < sizeof trace)
		trace[length] = c;
}

/* The argument is a name and the number of pauses: "A2" adds AAA. */
static void say_name(void *arg)
{
	const char *text = arg;

	trace_add(text[0]);
	for (int i = text[1] - '0'; i > 0; i--) {
		coro_yield();
		trace_add(text[0]);
	}
}

static void who_paused_first_goes_on_first(void)
{
	struct sched *sched = sched_create();

	memset(trace, 0, sizeof trace);
	sched_spawn(sched, "a", say_name, "A2");
	sched_spawn(sched, "b", say_name, "B0");
	sched_spawn(sched, "c", say_name, "C3");
	sched_spawn(sched, "d", say_name, "D1");
	sched_run(sched);
	CU_ASSERT_STRING_EQUAL(trace, "ABCDACDACC");
	sched_run(sched); /* nothing left: returns at once */
	CU_ASSERT_STRING_EQUAL(trace, "ABCDACDACC");
	sched_destroy(sched);
}

static void spawn_two(void *sched)
{
	trace_add('S');
	sched_spawn(sched, "x", say_name, "X1");
	coro_yield();
	trace_add('S');
	sched_spawn(sched, "y", say_name, "Y0");
}

static void spawned_inside_goes_to_the_end(void)
{
	struct sched *sched = sched_create();

	memset(trace, 0, sizeof trace);
	sched_spawn(sched, "s", spawn_two, sched);
	sched_spawn(sched, "b", say_name, "B2");
	sched_run(sched);
	CU_ASSERT_STRING_EQUAL(trace, "SBXSBXYB");
	sched_destroy(sched);
}

struct brood {
	struct sched *sched;
	int size;
	int counts[70];
};

static void spawn_many(void *arg)
{
	struct brood *brood = arg;

	for (int i = 0; i < brood->size; i++)
		sched_spawn(brood->sched, "child", count_to_three, &brood->counts[i]);
	coro_yield(); /* with the queue as full as it can be */
	brood->size = -1;
}

static void queue_grows_while_it_runs(void)
{
	for (int size = 0; size <= 70; size++) {
		struct brood brood = {sched_create(), size, {0}};
		int total = 0;

		sched_spawn(brood.sched, "mother", spawn_many, &brood);
		sched_run(brood.sched);
		for (int i = 0; i < 70; i++)
			total += brood.counts[i];
		CU_ASSERT_EQUAL(total, 3 * size);
		CU_ASSERT_EQUAL(brood.size, -1);
		sched_destroy(brood.sched);
	}
}

static void scheduled_ones_can_be_abandoned(void)
{
	struct sched *sched = sched_create();
	int n = 0;

	for (int i = 0; i < 40; i++)
		CU_ASSERT_PTR_NOT_NULL(sched_spawn(sched, "never", count_to_three, &n));
	sched_destroy(sched);
	CU_ASSERT_EQUAL(n, 0);
}

/* ---- generators ------------------------------------------------------------------------------ */

static void squares(struct generator *generator, void *arg)
{
	for (intptr_t i = 0; i < (intptr_t)arg; i++)
		generator_yield(generator, (void *)(i * i));
}

static void generator_hands_out_values(void)
{
	struct generator *generator = generator_create("squares", squares, (void *)5);
	void *value = NULL;

	for (intptr_t i = 0; i < 5; i++) {
		CU_ASSERT_TRUE(generator_next(generator, &value));
		CU_ASSERT_EQUAL((intptr_t)value, i * i);
	}
	CU_ASSERT_FALSE(generator_next(generator, &value));
	CU_ASSERT_FALSE(generator_next(generator, &value));
	CU_ASSERT_EQUAL((intptr_t)value, 16); /* untouched */
	generator_destroy(generator);
}

static void empty_generator_ends_at_once(void)
{
	struct generator *generator = generator_create("squares", squares, NULL);
	void *value;

	CU_ASSERT_FALSE(generator_next(generator, &value));
	generator_destroy(generator);
}

static void generator_can_be_dropped_early(void)
{
	struct generator *unstarted = generator_create("squares", squares, (void *)5);
	struct generator *started = generator_create("squares", squares, (void *)5);
	void *value;

	CU_ASSERT_TRUE(generator_next(started, &value));
	generator_destroy(unstarted);
	generator_destroy(started);
}

static void numbers(struct generator *generator, void *arg)
{
	for (intptr_t i = 2; i < (intptr_t)arg; i++)
		generator_yield(generator, (void *)i);
}

struct sieve {
	struct generator *source;
	intptr_t prime;
};

static void without_multiples(struct generator *generator, void *arg)
{
	struct sieve *sieve = arg;

	for (void *value; generator_next(sieve->source, &value);)
		if ((intptr_t)value % sieve->prime != 0)
			generator_yield(generator, value);
}

/* Each prime found puts one more generator on top of those before. */
static void generators_nest(void)
{
	static const intptr_t primes[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29};
	enum { PRIMES = sizeof primes / sizeof *primes };
	struct generator *stages[PRIMES + 1] = {generator_create("numbers", numbers, (void *)30)};
	struct sieve sieves[PRIMES];
	void *value;

	for (int i = 0; i < PRIMES; i++) {
		CU_ASSERT_TRUE_FATAL(generator_next(stages[i], &value));
		CU_ASSERT_EQUAL((intptr_t)value, primes[i]);
		sieves[i] = (struct sieve){stages[i], primes[i]};
		stages[i + 1] = generator_create("sieve", without_multiples, &sieves[i]);
	}
	CU_ASSERT_FALSE(generator_next(stages[PRIMES], &value));
	for (int i = PRIMES; i >= 0; i--)
		generator_destroy(stages[i]);
}

/* ---- threads and sanitizers ------------------------------------------------------------------ */

static void *schedule_in_thread(void *arg)
{
	struct sched *sched = sched_create();
	int *counts = arg;

	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < 10; i++)
			sched_spawn(sched, "worker", count_to_three, &counts[i]);
		sched_run(sched);
	}
	sched_destroy(sched);
	return coro_switches() == 20 * 10 * 8 && !coro_running() ? NULL : (void *)1;
}

static void threads_have_coroutines_of_their_own(void)
{
	static int counts[4][10];
	pthread_t threads[4];
	void *result;
	int wrong = 0;

	for (int t = 0; t < 4; t++)
		if (pthread_create(&threads[t], NULL, schedule_in_thread, counts[t]) != 0)
			die_user("pthread_create failed");
	for (int t = 0; t < 4; t++) {
		wrong += pthread_join(threads[t], &result) != 0 || result;
		for (int i = 0; i < 10; i++)
			wrong += counts[t][i] != 20 * 3;
	}
	CU_ASSERT_EQUAL(wrong, 0);
}

static int shared;

static void add_in_turn(void *arg)
{
	(void)arg;
	for (int i = 0; i < 1000; i++) {
		shared++;
		coro_yield();
	}
}

static void share_in_turn(void *unused)
{
	struct sched *sched = sched_create();

	(void)unused;
	sched_spawn(sched, "one", add_in_turn, NULL);
	sched_spawn(sched, "two", add_in_turn, NULL);
	sched_run(sched);
	sched_destroy(sched);
	if (shared != 2000)
		die_user("%d additions", shared);
}

/*
 * Both coroutines must exist while either adds: ThreadSanitizer forgets the accesses of a fiber
 * whose place a later one took, and then a race with it goes unseen. Two barriers, since a waiter
 * that wakes late from a single one would learn of all that came before its second use.
 */
static pthread_barrier_t start, end;

static void *add_in_coroutine(void *unused)
{
	struct coro *coro = coro_create("adder", add_in_turn, NULL);

	(void)unused;
	pthread_barrier_wait(&start);
	while (!coro_is_done(coro))
		coro_resume(coro);
	pthread_barrier_wait(&end);
	coro_destroy(coro);
	return NULL;
}

static void race_in_coroutines(void *unused)
{
	pthread_t threads[2];

	(void)unused;
	if (pthread_barrier_init(&start, NULL, 2) != 0 || pthread_barrier_init(&end, NULL, 2) != 0)
		die_user("pthread_barrier_init failed");
	for (int i = 0; i < 2; i++)
		if (pthread_create(&threads[i], NULL, add_in_coroutine, NULL) != 0)
			die_user("pthread_create failed");
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
}

static void taking_turns_is_no_race(void)
{
	char output[16384];
	int status = suite_fork(share_in_turn, NULL, LIMIT_MS, output, sizeof output);

	CU_ASSERT(ended_well(status));
	CU_ASSERT_STRING_EQUAL(output, "");
	if (!FIBER_RACES_SHOW)
		return;
	/* The control: the detector does look inside coroutines, and names them. */
	suite_fork(race_in_coroutines, NULL, LIMIT_MS, output, sizeof output);
	CU_ASSERT_PTR_NOT_NULL(strstr(output, "WARNING: ThreadSanitizer: data race"));
	CU_ASSERT_PTR_NOT_NULL(strstr(output, "add_in_turn"));
	CU_ASSERT_PTR_NOT_NULL(strstr(output, "adder"));
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"a bare switch goes there and back", bare_switch_goes_there_and_back},
		{"registers survive a switch", registers_survive_a_switch},
		{"registers survive an abandoned coroutine", registers_survive_being_abandoned},
		{"a coroutine runs to each yield", coroutine_runs_to_each_yield},
		{"who runs is told inside only", running_is_told_inside_only},
		{"coroutines resume coroutines", coroutines_resume_coroutines},
		{"switches are counted", switches_are_counted},
		{"floating-point control is kept when asked", fp_control_is_kept_when_asked},
		{"floating-point control is shared otherwise", fp_control_is_shared_otherwise},
		{"deep recursion fits a larger stack", deep_recursion_fits_a_larger_stack},
		{"the default stack has its size", default_stack_has_its_size},
		{"sizes are rounded up", sizes_are_rounded_up},
		{"an impossible size is refused", impossible_size_is_refused},
		{"stacks are reused", stacks_are_reused},
		{"abandoned stacks are reused", abandoned_stacks_are_reused},
		{"stacks end in different places of a page",
		 stacks_end_in_different_places_of_a_page},
		{"many coroutines live at once", many_coroutines_live_at_once},
		{"creating and destroying leaks nothing", creating_and_destroying_leaks_nothing},
		{"an overflow names the coroutine", overflow_names_the_coroutine},
		{"an overflow is caught in other threads", overflow_is_caught_in_other_threads},
		{"threads that catch overflows can end", threads_that_catch_can_end},
		{"other faults go to the handler before", other_faults_go_to_the_handler_before},
		{"guard addresses are known", guard_addresses_are_known},
		{"misuse aborts and says why", misuse_aborts},
		{"who paused first goes on first", who_paused_first_goes_on_first},
		{"spawned inside, it goes to the end", spawned_inside_goes_to_the_end},
		{"the queue grows while it runs", queue_grows_while_it_runs},
		{"scheduled ones can be abandoned", scheduled_ones_can_be_abandoned},
		{"a generator hands out values", generator_hands_out_values},
		{"an empty generator ends at once", empty_generator_ends_at_once},
		{"a generator can be dropped early", generator_can_be_dropped_early},
		{"generators nest", generators_nest},
		{"threads have coroutines of their own", threads_have_coroutines_of_their_own},
		{"taking turns is no race", taking_turns_is_no_race},
		CU_TEST_INFO_NULL,
	};

	return suite_run("coro", tests, argc, argv);
}
