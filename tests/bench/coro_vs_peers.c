/*
 * coro_vs_peers.c: our coroutines beside boost.context's, libpcl's and the C library's.
 * Links: -lboost_context -lpcl
 *
 *   make build/bin/bench-coro && build/bin/bench-coro            about half a minute
 *   build/bin/bench-coro --smoke                                 a second: does it run at all?
 */
#include "bench/contest.h"
#include "bench/coro_boost.h"

#include "base/die.h"
#include "coro/coro.h"
#include "coro/switch.h"
#include "measure/clock.h"

#include <pcl.h>
#include <stddef.h>
#include <ucontext.h>

#define CROWD 1000
#define STACK ((size_t)64 * 1024)

/* ---- one switch ---- */

static struct {
	void *here, *there;
} raw;

static void raw_bounce(void)
{
	for (;;)
		switch_to(&raw.there, raw.here);
}

static double our_switch(long count)
{
	static _Alignas(64) char stack[STACK];
	int64_t start;

	raw.there = switch_prepare(stack, sizeof stack, raw_bounce);
	start = clock_ns();
	for (long i = 0; i < count; i += 2)
		switch_to(&raw.here, raw.there);
	return (double)(clock_ns() - start);
}

static double their_switch(long count)
{
	int64_t start = clock_ns();

	boost_switch(count);
	return (double)(clock_ns() - start);
}

static ucontext_t ucontext_here, ucontext_there;

static void ucontext_bounce(void)
{
	for (;;)
		swapcontext(&ucontext_there, &ucontext_here);
}

static double libc_switch(long count)
{
	static _Alignas(64) char stack[STACK];
	int64_t start;

	if (getcontext(&ucontext_there) != 0)
		return -1;
	ucontext_there.uc_stack.ss_sp = stack;
	ucontext_there.uc_stack.ss_size = sizeof stack;
	makecontext(&ucontext_there, ucontext_bounce, 0);
	start = clock_ns();
	for (long i = 0; i < count; i += 2)
		if (swapcontext(&ucontext_here, &ucontext_there) != 0)
			return -1;
	return (double)(clock_ns() - start);
}

/* ---- a coroutine that is resumed and yields ---- */

static void yield_forever(void *unused)
{
	(void)unused;
	for (;;)
		coro_yield();
}

static struct coro *create(coro_body *body)
{
	struct coro *coro = coro_create("bench", body, NULL);

	if (!coro)
		die_system("coro_create");
	return coro;
}

static double our_yield(long count)
{
	struct coro *coro = create(yield_forever);
	int64_t start = clock_ns(), end;

	for (long i = 0; i < count; i += 2)
		coro_resume(coro);
	end = clock_ns();
	coro_destroy(coro);
	return (double)(end - start);
}

static void pcl_forever(void *unused)
{
	(void)unused;
	for (;;)
		co_resume();
}

static double pcl_yield(long count)
{
	coroutine_t coroutine;
	int64_t start, end;

	if (co_thread_init() != 0)
		return -1;
	coroutine = co_create(pcl_forever, NULL, NULL, STACK);
	if (!coroutine)
		return -1;
	start = clock_ns();
	for (long i = 0; i < count; i += 2)
		co_call(coroutine);
	end = clock_ns();
	co_delete(coroutine);
	co_thread_cleanup();
	return (double)(end - start);
}

/* ---- a whole life ---- */

static volatile long ran;

static void run_once(void *unused)
{
	(void)unused;
	ran = ran + 1;
}

static double our_life(long count)
{
	int64_t start = clock_ns();

	for (long i = 0; i < count; i++) {
		struct coro *coro = create(run_once);

		coro_resume(coro);
		coro_destroy(coro);
	}
	return (double)(clock_ns() - start);
}

static double boost_life(long count)
{
	int64_t start = clock_ns();

	boost_create(count, CORO_STACK_SIZE);
	return (double)(clock_ns() - start);
}

static double pcl_life(long count)
{
	int64_t start;
	double elapsed = -1;

	if (co_thread_init() != 0)
		return -1;
	start = clock_ns();
	for (long i = 0; i < count; i++) {
		coroutine_t coroutine = co_create(run_once, NULL, NULL, STACK);

		if (!coroutine)
			break;
		co_call(coroutine); /* which frees it, as it ends */
		elapsed = (double)(clock_ns() - start);
	}
	co_thread_cleanup();
	return elapsed;
}

/* ---- many in turn ---- */

static double our_round(long count)
{
	static struct coro *crowd[CROWD];
	int64_t start;

	for (int i = 0; i < CROWD && !crowd[CROWD - 1]; i++) {
		crowd[i] = create(yield_forever);
		coro_resume(crowd[i]);
	}
	start = clock_ns();
	for (long i = 0, next = 0; i < count; i++, next = next + 1 == CROWD ? 0 : next + 1)
		coro_resume(crowd[next]);
	return (double)(clock_ns() - start);
}

static double boost_rounds(long count)
{
	int64_t start;

	boost_round(CROWD, CROWD, CORO_STACK_SIZE); /* the first time they are created */
	start = clock_ns();
	boost_round(count, CROWD, CORO_STACK_SIZE);
	return (double)(clock_ns() - start);
}

static const struct contest contests[] = {
	{.name = "coroutine switch (boost)",
	 .ours = {"switch_to", our_switch},
	 .peer = {"jump_fcontext", their_switch},
	 .target = 0.60},
	{.name = "coroutine switch (ucontext)",
	 .ours = {"switch_to", our_switch},
	 .peer = {"swapcontext", libc_switch},
	 .target = 1 / 150.0,
	 .note = "swapcontext makes a system call, to save the signal mask, each time"},
	{.name = "coroutine resume and yield (libpcl)",
	 .ours = {"coro_resume, coro_yield", our_yield},
	 .peer = {"co_call, co_resume", pcl_yield}},
	{.name = "coroutine create (boost)",
	 .ours = {"coro_create, run, destroy", our_life},
	 .peer = {"fiber on a pooled stack", boost_life},
	 .target = 0.35},
	{.name = "coroutine create (libpcl)",
	 .ours = {"coro_create, run, destroy", our_life},
	 .peer = {"co_create, run, co_delete", pcl_life}},
	{.name = "1000 coroutines in turn (boost)",
	 .ours = {"coro_resume, coro_yield", our_round},
	 .peer = {"fiber::resume", boost_rounds},
	 .target = 1.05},
	{.name = NULL},
};

int main(int argc, char **argv)
{
	return contest_main(argc, argv, contests);
}
