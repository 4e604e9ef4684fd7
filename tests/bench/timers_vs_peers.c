/*
 * timers_vs_peers.c: a thousand waits of 10 ms at the same time: coroutines in our event loop beside
 * timers with callbacks in libuv's. Wall-clock time, and processor time.
 * Links: -luv
 *
 *   make build/bin/bench-timers && build/bin/bench-timers
 */
#include "bench/contest.h"

#include "base/die.h"
#include "coro/loop.h"
#include "measure/clock.h"

#include <stdint.h>
#include <time.h>
#include <uv.h>

#define CROWD 1000
#define WAIT_MS 10

static double cpu_ns(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0)
		BUG("no clock of processor time");
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void wait_once(void *unused)
{
	(void)unused;
	loop_sleep(WAIT_MS * INT64_C(1000000));
}

static void our_crowd(void)
{
	struct loop *loop = loop_create();

	if (!loop)
		die_system("no event loop");
	for (int i = 0; i < CROWD; i++)
		if (loop_spawn(loop, "waits", wait_once, NULL) != 0)
			die_system("no coroutine");
	loop_run(loop);
	loop_destroy(loop);
}

static void be_called(uv_timer_t *timer)
{
	uv_close((uv_handle_t *)timer, NULL);
}

static void uv_crowd(void)
{
	static uv_timer_t timer[CROWD];
	uv_loop_t loop;

	if (uv_loop_init(&loop) != 0)
		die_user("libuv has no loop");
	for (int i = 0; i < CROWD; i++)
		if (uv_timer_init(&loop, &timer[i]) != 0 ||
		    uv_timer_start(&timer[i], be_called, WAIT_MS, 0) != 0)
			die_user("libuv has no timer");
	uv_run(&loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&loop) != 0)
		die_user("libuv's loop is busy still");
}

static double wall_time(void (*crowd)(void), long count)
{
	int64_t start = clock_ns();

	for (long i = 0; i < count; i++)
		crowd();
	return (double)(clock_ns() - start);
}

static double processor_time(void (*crowd)(void), long count)
{
	double start = cpu_ns();

	for (long i = 0; i < count; i++)
		crowd();
	return cpu_ns() - start;
}

static double our_wall(long count)
{
	return wall_time(our_crowd, count);
}

static double uv_wall(long count)
{
	return wall_time(uv_crowd, count);
}

static double our_cpu(long count)
{
	return processor_time(our_crowd, count);
}

static double uv_cpu(long count)
{
	return processor_time(uv_crowd, count);
}

static const struct contest contests[] = {
	{.name = "1000 waits of 10 ms (libuv)",
	 .ours = {"coroutines that sleep", our_wall},
	 .peer = {"timers with callbacks", uv_wall},
	 .target = 1.5,
	 .launches = 8,
	 .batches = 4,
	 .count = 2},
	{.name = "1000 waits of 10 ms, processor (libuv)",
	 .ours = {"coroutines that sleep", our_cpu},
	 .peer = {"timers with callbacks", uv_cpu},
	 .target = 2,
	 .note = "ours have a stack each, and keep what they were doing; a callback starts anew",
	 .launches = 8,
	 .batches = 4,
	 .count = 2},
	{.name = NULL},
};

int main(int argc, char **argv)
{
	return contest_main(argc, argv, contests);
}
