/* server.c: tests of the slow server: how long it takes, many at once, its end, and what is refused. */
#include "suite.h"

#include "measure/clock.h"
#include "server/server.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define MS INT64_C(1000000)
#define SECOND (1000 * MS)

static const struct server_options quick = {.median_ns = 2 * MS, .tail_ns = 8 * MS, .seed = 7};

/* Answers that nobody will live to see. */
static const struct server_options endless = {.median_ns = 1000 * SECOND};

static struct server *start(const struct server_options *options)
{
	struct server *server = server_start(options);

	CU_ASSERT_PTR_NOT_NULL_FATAL(server);
	return server;
}

static int dial(const struct server *server)
{
	int fd = server_connect(server);

	CU_ASSERT_FATAL(fd >= 0);
	return fd;
}

static bool all_reaped(void)
{
	return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

/* ---- latencies ---- */

#define DRAWS 20001

static int by_size(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

	return (one > other) - (one < other);
}

static int64_t *draw(const struct server_options *options)
{
	static int64_t latency[DRAWS];

	for (uint64_t i = 0; i < DRAWS; i++)
		latency[i] = server_latency(options, i);
	qsort(latency, DRAWS, sizeof *latency, by_size);
	return latency;
}

static bool is_near(int64_t value, int64_t wanted, double by)
{
	return fabs((double)value / (double)wanted - 1) < by;
}

static void latencies_have_the_asked_median_and_tail(void)
{
	for (uint64_t seed = 0; seed < 5; seed++) {
		struct server_options options = {10 * MS, 40 * MS, seed};
		const int64_t *latency = draw(&options);

		CU_ASSERT_TRUE(is_near(latency[DRAWS / 2], 10 * MS, 0.03));
		CU_ASSERT_TRUE(is_near(latency[DRAWS * 99 / 100], 40 * MS, 0.06));
		/* On a logarithmic axis the two sides of the median are alike. */
		CU_ASSERT_TRUE(is_near(latency[DRAWS / 100], 10 * MS / 4, 0.06));
	}
}

static void latencies_are_a_function_of_seed_and_request(void)
{
	struct server_options other = quick;
	int different = 0, in_turn = 0;

	other.seed++;
	for (uint64_t i = 0; i < 1000; i++) {
		CU_ASSERT_EQUAL(server_latency(&quick, i), server_latency(&quick, i));
		different += server_latency(&quick, i) != server_latency(&other, i);
		in_turn += server_latency(&quick, i) < server_latency(&quick, i + 1);
	}
	CU_ASSERT(different > 990);
	CU_ASSERT(in_turn > 400 && in_turn < 600);
}

static void latencies_at_the_edges(void)
{
	struct server_options none = {0, 5, 1}, all = {10, 10, 1}, wild = {1, INT64_MAX, 1};

	CU_ASSERT_EQUAL(server_latency(&none, 3), 0);
	for (uint64_t i = 0; i < 1000; i++) {
		CU_ASSERT_EQUAL(server_latency(&all, i), 10);
		CU_ASSERT(server_latency(&wild, i) >= 0);
	}
}

/* ---- answers ---- */

static void an_answer_takes_as_long_as_it_should(void)
{
	struct server *server = start(&quick);
	int fd = dial(server);

	for (uint64_t request = 0; request < 20; request++) {
		uint64_t answer = 0;
		int64_t asked = clock_ns();

		CU_ASSERT_EQUAL(server_ask(fd, request), 0);
		CU_ASSERT_EQUAL(server_receive(fd, &answer), 0);
		CU_ASSERT_EQUAL(answer, request);
		CU_ASSERT(clock_ns() - asked >= server_latency(&quick, request));
	}
	close(fd);
	server_stop(server);
	CU_ASSERT_TRUE(all_reaped());
}

/* Who asked first and waits no longer than another has the answer first: whenever they were read. */
static bool is_in_order(const struct server_options *options, const int *place, int count)
{
	for (int one = 0; one < count; one++)
		for (int other = one + 1; other < count; other++)
			if (server_latency(options, (uint64_t)one) <=
				    server_latency(options, (uint64_t)other) &&
			    place[one] > place[other])
				return false;
	return true;
}

static void answers_come_when_due_whatever_the_order(void)
{
	enum { COUNT = 64 };
	const struct server_options wide = {.median_ns = 20 * MS, .tail_ns = 400 * MS, .seed = 3};
	struct server *server = start(&wide);
	int fd = dial(server), place[COUNT], swapped = 0;

	for (uint64_t request = 0; request < COUNT; request++)
		CU_ASSERT_EQUAL(server_ask(fd, request), 0);
	for (int i = 0; i < COUNT; i++) {
		uint64_t request = COUNT;

		CU_ASSERT_EQUAL_FATAL(server_receive(fd, &request), 0);
		CU_ASSERT_FATAL(request < COUNT);
		place[request] = i;
		swapped += request != (uint64_t)i;
	}
	CU_ASSERT_TRUE(is_in_order(&wide, place, COUNT));
	CU_ASSERT(swapped > 0);
	close(fd);
	server_stop(server);
}

/* One after another they would take 200 times as long; ten times is room for a busy machine. */
static void many_wait_at_once(void)
{
	enum { MANY = 200 };
	const struct server_options each = {.median_ns = 100 * MS};
	struct server *server = start(&each);
	int64_t began = clock_ns(), cpu;
	int fds[MANY];

	for (int i = 0; i < MANY; i++) {
		fds[i] = dial(server);
		CU_ASSERT_EQUAL(server_ask(fds[i], (uint64_t)i), 0);
	}
	for (int i = 0; i < MANY; i++) {
		uint64_t answer;

		CU_ASSERT_EQUAL(server_receive(fds[i], &answer), 0);
		CU_ASSERT_EQUAL(answer, (uint64_t)i);
		close(fds[i]);
	}
	CU_ASSERT(clock_ns() - began >= 100 * MS);
	CU_ASSERT(clock_ns() - began < MANY * 100 * MS / 20);
	cpu = server_cpu_ns(server);
	CU_ASSERT(cpu > 0);
	server_stop(server);
}

/* More than may be under way: they are served all the same, those behind only later. */
static void too_many_of_one_wait_their_turn(void)
{
	struct server *server = start(&quick);
	int fd = dial(server);
	bool is_answered[100] = {false};

	for (uint64_t i = 0; i < 100; i++)
		CU_ASSERT_EQUAL(server_ask(fd, i), 0);
	for (int i = 0; i < 100; i++) {
		uint64_t answer = 100;

		CU_ASSERT_EQUAL(server_receive(fd, &answer), 0);
		CU_ASSERT_FATAL(answer < 100 && !is_answered[answer]);
		is_answered[answer] = true;
	}
	close(fd);
	server_stop(server);
}

/* ---- from threads and processes ---- */

static void ask_once(const struct server *server, uint64_t request)
{
	uint64_t answer = request + 1;
	int fd = server_connect(server);

	if (fd < 0 || server_ask(fd, request) != 0 || server_receive(fd, &answer) != 0 ||
	    answer != request || close(fd) != 0)
		_exit(1);
}

static void *ask_in_thread(void *server)
{
	for (uint64_t i = 0; i < 10; i++)
		ask_once(server, i);
	return NULL;
}

static void ask_in_process(void *server)
{
	ask_once(server, 1);
}

static void threads_and_processes_ask(void)
{
	struct server *server = start(&quick);
	pthread_t threads[4];
	char output[256];

	CU_ASSERT_EQUAL(suite_fork(ask_in_process, server, 60000, output, sizeof output), 0);
	for (int i = 0; i < 4; i++)
		CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, ask_in_thread, server), 0);
	for (int i = 0; i < 4; i++)
		CU_ASSERT_EQUAL(pthread_join(threads[i], NULL), 0);
	server_stop(server);
}

/* Who leaves before the answer is due costs nobody else theirs. */
static void clients_may_leave(void)
{
	struct server *server = start(&quick);
	uint64_t answer;
	int stays = dial(server);

	CU_ASSERT_EQUAL(server_ask(stays, 1), 0);
	for (uint64_t i = 0; i < 50; i++) {
		int leaves = dial(server);

		CU_ASSERT_EQUAL(server_ask(leaves, 100 + i), 0);
		close(leaves);
	}
	CU_ASSERT_EQUAL(server_receive(stays, &answer), 0);
	CU_ASSERT_EQUAL(answer, 1);
	close(stays);
	server_stop(server);
}

/* A message that is none is the end of that connection, not of the server. */
static void nonsense_is_cut_off(void)
{
	struct server *server = start(&quick);
	int fd = dial(server);
	uint64_t answer;

	CU_ASSERT_EQUAL(send(fd, "x", 1, MSG_NOSIGNAL), 1);
	CU_ASSERT_EQUAL(server_receive(fd, &answer), -1);
	CU_ASSERT_EQUAL(errno, ECONNRESET);
	close(fd);
	fd = dial(server);
	CU_ASSERT(server_ask(fd, 5) == 0 && server_receive(fd, &answer) == 0 && answer == 5);
	close(fd);
	server_stop(server);
}

/* ---- its end ---- */

/* It has ended, and is still there to be reaped. */
static void kill_server(const struct server *server)
{
	siginfo_t info;
	pid_t pid = server_process(server);

	CU_ASSERT_FATAL(pid > 1);
	CU_ASSERT_EQUAL(kill(pid, SIGKILL), 0);
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) != 0)
		CU_ASSERT_EQUAL_FATAL(errno, EINTR);
}

static void killed_in_the_middle_is_told_at_once(void)
{
	struct server *server = start(&endless);
	int waits = dial(server), asks = dial(server);
	struct pollfd wish = {.fd = waits, .events = POLLIN};
	uint64_t answer;

	CU_ASSERT_EQUAL(server_ask(waits, 1), 0);
	CU_ASSERT_FALSE(server_has_ended(server));
	kill_server(server);
	CU_ASSERT_TRUE(server_has_ended(server));
	CU_ASSERT_EQUAL(poll(&wish, 1, 60000), 1);
	CU_ASSERT_EQUAL(server_receive(waits, &answer), -1);
	CU_ASSERT_EQUAL(errno, ECONNRESET);
	CU_ASSERT_EQUAL(server_ask(asks, 2), -1);
	CU_ASSERT_EQUAL(errno, EPIPE);
	CU_ASSERT_EQUAL(server_connect(server), -1);
	CU_ASSERT_EQUAL(errno, ECONNREFUSED);
	close(waits);
	close(asks);
	server_stop(server);
	CU_ASSERT_TRUE(all_reaped());
}

static void *receive_in_thread(void *fd)
{
	uint64_t answer;
	bool is_told = server_receive(*(int *)fd, &answer) == -1 && errno == ECONNRESET;

	return is_told ? fd : NULL;
}

/* Whoever blocks for an answer is woken by the end. */
static void stop_wakes_who_waits(void)
{
	struct server *server = start(&endless);
	int fd = dial(server);
	pthread_t thread;
	void *told = NULL;

	CU_ASSERT_EQUAL(server_ask(fd, 1), 0);
	CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, receive_in_thread, &fd), 0);
	server_stop(server);
	CU_ASSERT_EQUAL(pthread_join(thread, &told), 0);
	CU_ASSERT_PTR_EQUAL(told, &fd);
	CU_ASSERT_TRUE(all_reaped());
	close(fd);
}

static void stop_copes_with_one_that_is_reaped(void)
{
	struct server *server = start(&quick);

	kill_server(server);
	CU_ASSERT_EQUAL(waitpid(server_process(server), NULL, 0), server_process(server));
	CU_ASSERT_EQUAL(server_cpu_ns(server), -1);
	CU_ASSERT_TRUE(server_has_ended(server));
	server_stop(server);
}

static void start_and_tell(void *to)
{
	struct server *server = server_start(&endless);
	pid_t pid = server ? server_process(server) : -1;

	if (write(*(int *)to, &pid, sizeof pid) != sizeof pid)
		_exit(1);
	(void)raise(SIGKILL);
}

/* We are the subreaper, and reap the server whose parent is killed. */
static void it_dies_with_its_parent(void)
{
	char output[256];
	int ends[2];
	pid_t pid = -1;

	CU_ASSERT_EQUAL_FATAL(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	CU_ASSERT_EQUAL_FATAL(pipe2(ends, O_CLOEXEC), 0);
	(void)suite_fork(start_and_tell, &ends[1], 60000, output, sizeof output);
	CU_ASSERT_EQUAL(read(ends[0], &pid, sizeof pid), sizeof pid);
	CU_ASSERT_FATAL(pid > 1);
	/* Ends only when it has died (tests are cut off from outside if not). */
	CU_ASSERT_EQUAL(waitpid(pid, NULL, 0), pid);
	close(ends[0]);
	close(ends[1]);
}

/* ---- descriptors ---- */

static int count_descriptors(pid_t pid)
{
	char path[64];
	DIR *folder;
	int count = 0;

	(void)snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
	folder = opendir(path);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	for (struct dirent *entry; (entry = readdir(folder));)
		count += entry->d_name[0] != '.';
	closedir(folder);
	return count;
}

/* The other end of a pipe of ours is seen to close, though the server was forked with it open. */
static void it_holds_none_of_our_descriptors(void)
{
	struct server *server;
	int ends[2];
	char byte;

	CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
	CU_ASSERT_EQUAL(dup2(ends[1], 200), 200);
	server = start(&quick);
	close(ends[1]);
	close(200);
	CU_ASSERT_EQUAL(read(ends[0], &byte, 1), 0);
	close(ends[0]);
	/* 0, 1, 2, and its own four. */
	CU_ASSERT(count_descriptors(server_process(server)) <= 7);
	server_stop(server);
}

static bool set_limit(rlim_t soft, rlim_t hard)
{
	return setrlimit(RLIMIT_NOFILE, &(struct rlimit){soft, hard}) == 0;
}

/* From none at all to enough: a server, or a reason. */
static void start_with_few(void *arg)
{
	bool is_refused = false, is_started = false;

	(void)arg;
	for (rlim_t most = 3; most < 40; most++) {
		struct server *server;

		if (!set_limit(most, 100))
			_exit(2);
		errno = 0;
		server = server_start(&quick);
		is_refused |= !server && errno == EMFILE;
		is_started |= server != NULL;
		if (!server && errno != EMFILE)
			_exit(3);
		if (server)
			server_stop(server);
	}
	_exit(is_refused && is_started && all_reaped() ? 0 : 1);
}

/* Two for the pipe; the server, which may not have more either, has no room for its own. */
static void start_with_a_low_ceiling(void *arg)
{
	(void)arg;
	for (int fd = 3; fd < 100; fd++)
		(void)close(fd);
	if (!set_limit(5, 5))
		_exit(2);
	_exit(!server_start(&quick) && errno == EMFILE && all_reaped() ? 0 : 1);
}

static void too_few_to_start_is_errno(void)
{
	char output[256];

	CU_ASSERT_EQUAL(suite_fork(start_with_few, NULL, 60000, output, sizeof output), 0);
	CU_ASSERT_EQUAL(suite_fork(start_with_a_low_ceiling, NULL, 60000, output, sizeof output),
			0);
}

/*
 * The server may have 20 descriptors and is wanted by 40: some are served, the others are told that
 * they are not, by the end of their connection; and it does not spin over it.
 */
static void overcrowd(void *arg)
{
	enum { WANTED = 40 };
	const struct server_options slow = {.median_ns = 300 * MS};
	struct server *server;
	int fds[WANTED], served = 0, ended = 0;
	uint64_t answer;

	(void)arg;
	if (!set_limit(20, 100) || !(server = server_start(&slow)) ||
	    prlimit(server_process(server), RLIMIT_NOFILE, &(struct rlimit){20, 20}, NULL) != 0 ||
	    !set_limit(100, 100))
		_exit(2);
	for (int i = 0; i < WANTED; i++) {
		fds[i] = server_connect(server);
		if (fds[i] < 0 || (server_ask(fds[i], 1) != 0 && errno != EPIPE))
			_exit(3);
	}
	for (int i = 0; i < WANTED; i++) {
		if (server_receive(fds[i], &answer) == 0)
			served++;
		else if (errno == ECONNRESET)
			ended++;
		(void)close(fds[i]);
	}
	if (served < 5 || ended < 20 || served + ended != WANTED)
		_exit(4);
	if (server_cpu_ns(server) > 200 * MS)
		_exit(5);    /* of the 300 ms that it had nothing to do */
	ask_once(server, 1); /* and now there is room again */
	server_stop(server);
	_exit(0);
}

static void too_few_for_all_is_told_to_the_others(void)
{
	char output[256];

	CU_ASSERT_EQUAL(suite_fork(overcrowd, NULL, 60000, output, sizeof output), 0);
}

static void our_own_refusal_is_errno(void)
{
	struct server *server = start(&quick);
	struct rlimit limit;

	CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_NOFILE, &limit), 0);
	CU_ASSERT_TRUE_FATAL(set_limit(3, limit.rlim_max));
	CU_ASSERT_EQUAL(server_connect(server), -1);
	CU_ASSERT_EQUAL(errno, EMFILE);
	CU_ASSERT_TRUE_FATAL(set_limit(limit.rlim_cur, limit.rlim_max));
	server_stop(server);
}

/* Ten thousand, if so many descriptors may be had. */
static void hold_many(void *arg)
{
	enum { MANY = 10000 };
	static int fds[MANY];
	const struct server_options none = {.median_ns = 0};
	struct server *server = server_start(&none);
	struct rlimit limit;
	uint64_t answer;

	(void)arg;
	if (!server || getrlimit(RLIMIT_NOFILE, &limit) != 0)
		_exit(1);
	if (limit.rlim_max < MANY + 100 || !set_limit(limit.rlim_max, limit.rlim_max))
		_exit(2);
	for (int i = 0; i < MANY; i++) {
		fds[i] = server_connect(server);
		if (fds[i] < 0 || server_ask(fds[i], (uint64_t)i) != 0)
			_exit(3);
	}
	for (int i = 0; i < MANY; i++)
		if (server_receive(fds[i], &answer) != 0 || answer != (uint64_t)i)
			_exit(4);
	server_stop(server);
	_exit(0);
}

static void ten_thousand_connections(void)
{
	char output[256];
	int status = suite_fork(hold_many, NULL, 100000, output, sizeof output);

	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		suite_skip("ten thousand descriptors are not allowed here");
	else
		CU_ASSERT_EQUAL(status, 0);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"latencies have the asked median and tail",
		 latencies_have_the_asked_median_and_tail},
		{"latencies are a function of seed and request",
		 latencies_are_a_function_of_seed_and_request},
		{"latencies at the edges", latencies_at_the_edges},
		{"an answer takes as long as it should", an_answer_takes_as_long_as_it_should},
		{"answers come when due, whatever the order",
		 answers_come_when_due_whatever_the_order},
		{"many wait at once", many_wait_at_once},
		{"too many of one wait their turn", too_many_of_one_wait_their_turn},
		{"threads and processes ask", threads_and_processes_ask},
		{"clients may leave", clients_may_leave},
		{"nonsense is cut off", nonsense_is_cut_off},
		{"killed in the middle is told at once", killed_in_the_middle_is_told_at_once},
		{"stop wakes who waits", stop_wakes_who_waits},
		{"stop copes with one that is reaped", stop_copes_with_one_that_is_reaped},
		{"it dies with its parent", it_dies_with_its_parent},
		{"it holds none of our descriptors", it_holds_none_of_our_descriptors},
		{"too few to start is errno", too_few_to_start_is_errno},
		{"too few for all is told to the others", too_few_for_all_is_told_to_the_others},
		{"our own refusal is errno", our_own_refusal_is_errno},
		{"ten thousand connections", ten_thousand_connections},
		CU_TEST_INFO_NULL,
	};

	return suite_run("server", tests, argc, argv);
}
