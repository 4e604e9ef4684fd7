/* timeline.c: tests of who ran where and when: records, what does not fit, who records at once. */
#include "suite.h"

#include "exec/exec.h"
#include "measure/clock.h"
#include "measure/timeline.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define EACH 8

static struct timeline *open_timeline(void **memory, int tasks)
{
	*memory = exec_block_open(timeline_size(tasks, EACH));
	CU_ASSERT_PTR_NOT_NULL_FATAL(*memory);
	return timeline_init(*memory, tasks, EACH);
}

static void spans_follow_each_other(void)
{
	struct timeline_span spans[EACH];
	void *memory;
	struct timeline *timeline = open_timeline(&memory, 2);
	int64_t before = clock_ns();

	timeline_begin(timeline, 1, TIMELINE_RUNNING);
	timeline_begin(timeline, 1, TIMELINE_WAITING);
	timeline_begin(timeline, 1, TIMELINE_RUNNING);
	timeline_end(timeline, 1);
	timeline_end(timeline, 1); /* nothing is open */
	CU_ASSERT_EQUAL_FATAL(timeline_collect(timeline, spans, EACH), 3);
	CU_ASSERT(before <= spans[0].start_ns && spans[2].stop_ns <= clock_ns());
	CU_ASSERT_EQUAL(spans[0].stop_ns, spans[1].start_ns);
	CU_ASSERT_EQUAL(spans[1].stop_ns, spans[2].start_ns);
	CU_ASSERT_EQUAL(spans[0].state, TIMELINE_RUNNING);
	CU_ASSERT_EQUAL(spans[1].state, TIMELINE_WAITING);
	for (int i = 0; i < 3; i++)
		CU_ASSERT(spans[i].task == 1 && spans[i].core >= 0 && spans[i].core < CPU_SETSIZE);
	exec_block_close(memory);
}

static void tasks_are_merged_by_start(void)
{
	struct timeline_span spans[2 * EACH];
	void *memory;
	struct timeline *timeline = open_timeline(&memory, 2);

	for (int i = 0; i < 3; i++) {
		timeline_begin(timeline, 1, TIMELINE_RUNNING);
		timeline_end(timeline, 1);
		timeline_begin(timeline, 0, TIMELINE_RUNNING);
		timeline_end(timeline, 0);
	}
	CU_ASSERT_EQUAL_FATAL(timeline_collect(timeline, spans, 2 * EACH), 6);
	for (int i = 1; i < 6; i++)
		CU_ASSERT(spans[i - 1].start_ns <= spans[i].start_ns);
	CU_ASSERT_EQUAL(timeline_collect(timeline, spans, 2), 2);
	exec_block_close(memory);
}

static void what_does_not_fit_is_said(void)
{
	struct timeline_span spans[2 * EACH + 2];
	void *memory;
	struct timeline *timeline = open_timeline(&memory, 2);

	for (int i = 0; i < EACH; i++) {
		timeline_begin(timeline, 0, TIMELINE_RUNNING);
		timeline_begin(timeline, 1, TIMELINE_RUNNING);
	}
	CU_ASSERT_FALSE(timeline_lost(timeline, 0));
	timeline_begin(timeline, 0, TIMELINE_WAITING);
	timeline_end(timeline, 0);
	CU_ASSERT_TRUE(timeline_lost(timeline, 0));
	CU_ASSERT_FALSE(timeline_lost(timeline, 1));
	/* The first ones are kept, and the neighbour's are its own; its open one is left out. */
	CU_ASSERT_EQUAL(timeline_collect(timeline, spans, 2 * EACH + 2), 2 * EACH - 1);
	for (int i = 0; i < 2 * EACH - 1; i++)
		CU_ASSERT_EQUAL(spans[i].state, TIMELINE_RUNNING);
	exec_block_close(memory);
}

static void a_gap_parts_a_span(void)
{
	struct timeline_span spans[EACH];
	void *memory;
	struct timeline *timeline = open_timeline(&memory, 1);
	int64_t from, to;

	timeline_gap(timeline, 0, 1, 2); /* nothing is open */
	CU_ASSERT_EQUAL(timeline_core(timeline, 0), -1);
	timeline_begin(timeline, 0, TIMELINE_RUNNING);
	CU_ASSERT(timeline_core(timeline, 0) >= 0);
	from = clock_ns();
	to = clock_ns();
	timeline_gap(timeline, 0, from, to);
	timeline_end(timeline, 0);
	CU_ASSERT_EQUAL_FATAL(timeline_collect(timeline, spans, EACH), 2);
	CU_ASSERT_EQUAL(spans[0].stop_ns, from);
	CU_ASSERT_EQUAL(spans[1].start_ns, to);
	exec_block_close(memory);
}

static struct timeline *shared_timeline;

static void *record(void *task)
{
	for (int i = 0; i < EACH / 2; i++) {
		timeline_begin(shared_timeline, *(int *)task, TIMELINE_RUNNING);
		timeline_begin(shared_timeline, *(int *)task, TIMELINE_WAITING);
	}
	timeline_end(shared_timeline, *(int *)task);
	return NULL;
}

/* Without locks: ThreadSanitizer looks on. */
static void threads_record_at_once(void)
{
	struct timeline_span spans[4 * EACH];
	int numbers[4] = {0, 1, 2, 3};
	pthread_t threads[4];
	void *memory;

	shared_timeline = open_timeline(&memory, 4);
	for (int i = 0; i < 4; i++)
		CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, record, &numbers[i]), 0);
	for (int i = 0; i < 4; i++)
		CU_ASSERT_EQUAL(pthread_join(threads[i], NULL), 0);
	CU_ASSERT_EQUAL(timeline_collect(shared_timeline, spans, 4 * EACH), 4 * EACH);
	exec_block_close(memory);
}

static void forked_workers_record_too(void)
{
	struct timeline_span spans[EACH];
	int number = 1, status;
	void *memory;
	pid_t pid;

	shared_timeline = open_timeline(&memory, 2);
	pid = fork();
	if (pid == 0) {
		record(&number);
		_exit(0);
	}
	CU_ASSERT_FATAL(pid > 0);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(timeline_collect(shared_timeline, spans, EACH), EACH);
	exec_block_close(memory);
}

/* No time is asserted but that it is one. */
static void the_cost_is_measured(void)
{
	double cost = timeline_cost_ns();

	CU_ASSERT(cost > 0 && cost < 1e6);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"spans follow each other", spans_follow_each_other},
		{"tasks are merged by start", tasks_are_merged_by_start},
		{"what does not fit is said", what_does_not_fit_is_said},
		{"a gap parts a span", a_gap_parts_a_span},
		{"threads record at once", threads_record_at_once},
		{"forked workers record too", forked_workers_record_too},
		{"the cost is measured", the_cost_is_measured},
		CU_TEST_INFO_NULL,
	};

	return suite_run("timeline", tests, argc, argv);
}
