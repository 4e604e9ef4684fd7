/* loop.c: tests of the event loop: who goes on when, and what waiting for a descriptor returns. */
#include "suite.h"

#include "base/die.h"
#include "coro/loop.h"
#include "measure/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MS INT64_C(1000000)
#define MANY 10000

static char trail[256];

static void leave(char mark)
{
	size_t length = strlen(trail);

	BUG_UNLESS(length + 1 < sizeof trail);
	trail[length] = mark;
	trail[length + 1] = '\0';
}

static void run(int count, coro_body *const bodies[], void *const arguments[])
{
	struct loop *loop = loop_create();

	trail[0] = '\0';
	CU_ASSERT_PTR_NOT_NULL_FATAL(loop);
	for (int i = 0; i < count; i++)
		CU_ASSERT_EQUAL(loop_spawn(loop, "test", bodies[i], arguments[i]), 0);
	loop_run(loop);
	loop_destroy(loop);
}

/* ---- times ---- */

struct sleeper {
	char mark;
	int64_t ns, slept;
};

static void sleep_once(void *arg)
{
	struct sleeper *sleeper = arg;
	int64_t start = clock_ns();

	loop_sleep(sleeper->ns);
	sleeper->slept = clock_ns() - start;
	leave(sleeper->mark);
}

static void who_is_due_first_runs_first(void)
{
	struct sleeper late = {'c', 6 * MS, 0}, middle = {'b', 4 * MS, 0}, soon = {'a', 2 * MS, 0};
	coro_body *const bodies[] = {sleep_once, sleep_once, sleep_once};
	void *const arguments[] = {&late, &soon, &middle};

	run(3, bodies, arguments);
	CU_ASSERT_STRING_EQUAL(trail, "abc");
	CU_ASSERT(late.slept >= late.ns);
	CU_ASSERT(middle.slept >= middle.ns);
	CU_ASSERT(soon.slept >= soon.ns);
}

/* Whoever computes until all are due: they still come in the order of their times. */
static void compute(void *arg)
{
	int64_t start = clock_ns();

	loop_pause(); /* the others begin to sleep */
	while (clock_ns() - start < *(int64_t *)arg)
		;
	leave('-');
}

static void overdue_ones_come_in_order(void)
{
	struct sleeper late = {'b', 2 * MS, 0}, soon = {'a', 1 * MS, 0};
	int64_t busy = 10 * MS;
	coro_body *const bodies[] = {compute, sleep_once, sleep_once};
	void *const arguments[] = {&busy, &late, &soon};

	run(3, bodies, arguments);
	CU_ASSERT_STRING_EQUAL(trail, "-ab");
}

static void pause_twice(void *arg)
{
	for (int i = 0; i < 2; i++) {
		leave(*(char *)arg);
		loop_pause();
	}
	leave(*(char *)arg);
}

static void pauses_go_round(void)
{
	char a = 'a', b = 'b', c = 'c';
	coro_body *const bodies[] = {pause_twice, pause_twice, pause_twice};
	void *const arguments[] = {&a, &b, &c};

	run(3, bodies, arguments);
	CU_ASSERT_STRING_EQUAL(trail, "abcabcabc");
}

/* Those who only pause must not keep the others from waking. */
static void pause_until(void *arg)
{
	while (!*(int *)arg)
		loop_pause();
}

static void sleep_and_set(void *arg)
{
	loop_sleep(1 * MS);
	*(int *)arg = 1;
}

static void pausing_does_not_starve_sleepers(void)
{
	int done = 0;
	coro_body *const bodies[] = {pause_until, sleep_and_set};
	void *const arguments[] = {&done, &done};

	run(2, bodies, arguments);
	CU_ASSERT_EQUAL(done, 1);
}

static long woken;

static void sleep_a_bit(void *arg)
{
	loop_sleep((int64_t)(intptr_t)arg);
	woken++;
}

static void many_can_wait(void)
{
	struct loop *loop = loop_create();

	woken = 0;
	CU_ASSERT_PTR_NOT_NULL_FATAL(loop);
	for (intptr_t i = 0; i < MANY; i++)
		CU_ASSERT_EQUAL(
			loop_spawn(loop, "many", sleep_a_bit, (void *)(1 * MS + i * 7919 % MANY)),
			0);
	loop_run(loop);
	loop_destroy(loop);
	CU_ASSERT_EQUAL(woken, MANY);
}

/* ---- descriptors ---- */

struct ends {
	int read, write;
	int result, error;
	int64_t timeout_ns;
};

static struct ends make_pipe(void)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0)
		die_system("pipe");
	return (struct ends){.read = fds[0], .write = fds[1], .timeout_ns = -1};
}

static void close_pipe(const struct ends *ends)
{
	close(ends->read);
	if (ends->write >= 0)
		close(ends->write);
}

static void wait_to_read(void *arg)
{
	struct ends *ends = arg;

	ends->result = loop_wait(ends->read, LOOP_READABLE, ends->timeout_ns);
	ends->error = errno;
	leave('r');
}

static void write_later(void *arg)
{
	loop_pause();
	leave('w');
	CU_ASSERT_EQUAL(write(((struct ends *)arg)->write, "x", 1), 1);
}

static void close_later(void *arg)
{
	struct ends *ends = arg;

	loop_pause();
	leave('c');
	close(ends->write);
	ends->write = -1;
}

static void a_reader_waits_for_the_writer(void)
{
	coro_body *const bodies[] = {wait_to_read, write_later};
	struct ends ends = make_pipe();
	void *const arguments[] = {&ends, &ends};

	run(2, bodies, arguments);
	CU_ASSERT_STRING_EQUAL(trail, "wr");
	CU_ASSERT_EQUAL(ends.result, 0);
	close_pipe(&ends);
}

static void the_other_end_may_go(void)
{
	coro_body *const bodies[] = {wait_to_read, close_later};
	struct ends ends = make_pipe();
	void *const arguments[] = {&ends, &ends};

	run(2, bodies, arguments);
	CU_ASSERT_STRING_EQUAL(trail, "cr");
	CU_ASSERT_EQUAL(ends.result, 0);
	close_pipe(&ends);
}

static void silence_times_out(void)
{
	coro_body *const bodies[] = {wait_to_read, sleep_once};
	struct sleeper sleeper = {'s', 1 * MS, 0};
	struct ends ends = make_pipe();
	void *const arguments[] = {&ends, &sleeper};

	ends.timeout_ns = 3 * MS;
	run(2, bodies, arguments);
	CU_ASSERT_STRING_EQUAL(trail, "sr");
	CU_ASSERT_EQUAL(ends.result, -1);
	CU_ASSERT_EQUAL(ends.error, ETIMEDOUT);
	close_pipe(&ends);
}

/* After a time-out the descriptor is free again, and what comes later is seen. */
static void wait_twice(void *arg)
{
	struct ends *ends = arg;

	CU_ASSERT_EQUAL(loop_wait(ends->read, LOOP_READABLE, 1 * MS), -1);
	CU_ASSERT_EQUAL(write(ends->write, "x", 1), 1);
	ends->result = loop_wait(ends->read, LOOP_READABLE, -1);
}

static void a_descriptor_can_be_waited_for_again(void)
{
	coro_body *const bodies[] = {wait_twice};
	struct ends ends = make_pipe();
	void *const arguments[] = {&ends};

	ends.result = -2;
	run(1, bodies, arguments);
	CU_ASSERT_EQUAL(ends.result, 0);
	close_pipe(&ends);
}

static void wait_in_vain(void *arg)
{
	struct ends *ends = arg;

	ends->result = loop_wait(ends->read, LOOP_READABLE, -1);
	ends->error = errno;
	CU_ASSERT_EQUAL(write(ends->write, "x", 1), 1); /* for the other one */
}

static void one_at_a_time_waits_for_a_descriptor(void)
{
	coro_body *const bodies[] = {wait_to_read, wait_in_vain};
	struct ends ends = make_pipe(), copy = ends;
	void *const arguments[] = {&ends, &copy};

	run(2, bodies, arguments);
	CU_ASSERT_EQUAL(ends.result, 0);
	CU_ASSERT_EQUAL(copy.result, -1);
	CU_ASSERT_EQUAL(copy.error, EBUSY);
	close_pipe(&ends);
}

static void wait_for_file(void *arg)
{
	*(int *)arg = loop_wait(*(int *)arg, LOOP_READABLE, -1);
}

static void files_are_always_ready(void)
{
	coro_body *const bodies[] = {wait_for_file};
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), result = fd;
	void *const arguments[] = {&result};

	CU_ASSERT_FATAL(fd >= 0);
	run(1, bodies, arguments);
	CU_ASSERT_EQUAL(result, 0);
	close(fd);
}

static void wait_for_nothing(void *arg)
{
	*(int *)arg = loop_wait(-1, LOOP_READABLE, -1) == -1 ? errno : 0;
}

static void a_descriptor_must_be_one(void)
{
	coro_body *const bodies[] = {wait_for_nothing};
	int error = 0;
	void *const arguments[] = {&error};

	run(1, bodies, arguments);
	CU_ASSERT_EQUAL(error, EBADF);
}

/* ---- mistakes and ends ---- */

static void destroy_inside(void *arg)
{
	loop_destroy(arg);
}

static void destroy_while_running(void *unused)
{
	struct loop *loop = loop_create();

	(void)unused;
	if (loop && loop_spawn(loop, "saw", destroy_inside, loop) == 0)
		loop_run(loop);
}

static void yield_to_nobody(void *unused)
{
	(void)unused;
	coro_yield();
}

static void run_yielder(void *unused)
{
	struct loop *loop = loop_create();

	(void)unused;
	if (loop && loop_spawn(loop, "lost", yield_to_nobody, NULL) == 0)
		loop_run(loop);
}

static void pause_outside(void *unused)
{
	(void)unused;
	loop_pause();
}

static void misuse_is_a_bug(void)
{
	char output[512];

	CU_ASSERT_NOT_EQUAL(suite_fork(destroy_while_running, NULL, 10000, output, sizeof output),
			    0);
	CU_ASSERT_PTR_NOT_NULL(strstr(output, "loop.c"));
	CU_ASSERT_NOT_EQUAL(suite_fork(run_yielder, NULL, 10000, output, sizeof output), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(output, "yielded to nobody"));
	CU_ASSERT_NOT_EQUAL(suite_fork(pause_outside, NULL, 10000, output, sizeof output), 0);
}

static void what_never_ran_is_freed(void)
{
	struct loop *loop = loop_create();

	woken = 0;
	CU_ASSERT_PTR_NOT_NULL_FATAL(loop);
	for (int i = 0; i < 40; i++)
		CU_ASSERT_EQUAL(loop_spawn(loop, "idle", sleep_a_bit, NULL), 0);
	loop_destroy(loop); /* LeakSanitizer looks */
	CU_ASSERT_EQUAL(woken, 0);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"who is due first runs first", who_is_due_first_runs_first},
		{"overdue ones come in order", overdue_ones_come_in_order},
		{"pauses go round", pauses_go_round},
		{"pausing does not starve sleepers", pausing_does_not_starve_sleepers},
		{"many can wait", many_can_wait},
		{"a reader waits for the writer", a_reader_waits_for_the_writer},
		{"the other end may go", the_other_end_may_go},
		{"silence times out", silence_times_out},
		{"a descriptor can be waited for again", a_descriptor_can_be_waited_for_again},
		{"one at a time waits for a descriptor", one_at_a_time_waits_for_a_descriptor},
		{"files are always ready", files_are_always_ready},
		{"a descriptor must be one", a_descriptor_must_be_one},
		{"misuse is a bug", misuse_is_a_bug},
		{"what never ran is freed", what_never_ran_is_freed},
		CU_TEST_INFO_NULL,
	};

	return suite_run("loop", tests, argc, argv);
}
