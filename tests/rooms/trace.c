/* trace.c: tests of a timeline's files: rows for the plots, and trace events that viewers open. */
#include "suite.h"

#include "base/file.h"
#include "lab/tour.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct lab lab = {.title = "Nothing"}; /* what the lab room is linked with */

static char folder[64];

/* Task 0 runs, waits and runs elsewhere; task 1 runs on the core that it left. */
static const struct timeline_span story[] = {
	{0, 3, TIMELINE_RUNNING, 5000000, 7000000},
	{0, 3, TIMELINE_WAITING, 7000000, 9000000},
	{1, 3, TIMELINE_RUNNING, 7000000, 8500000},
	{0, 5, TIMELINE_RUNNING, 9000000, 9500000},
};
enum { SPANS = sizeof story / sizeof *story };

static const struct lab_timeline what = {
	.name = "story", .title = "Who?", .note = "A \"note\"", .tasks = 2, .unit_ns = 1000000};

static struct tour *make_tour(void)
{
	static struct tour tour; /* large */

	snprintf(folder, sizeof folder, "/tmp/trace.XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(tour.folder, sizeof tour.folder, "%s/lab99", folder);
	snprintf(tour.id, sizeof tour.id, "lab99");
	return &tour;
}

static void make_timeline(struct tour_timeline *it)
{
	static struct timeline_span spans[SPANS];

	memcpy(spans, story, sizeof spans);
	*it = (struct tour_timeline){.what = &what};
	it->is_wanted[CREW_THREADS_ONE_CORE] = it->is_wanted[CREW_PROCESSES] = true;
	it->spans[CREW_THREADS_ONE_CORE] = spans;
	it->count[CREW_THREADS_ONE_CORE] = SPANS;
	it->report[CREW_THREADS_ONE_CORE].elapsed_ns = 4600000;
	snprintf(it->report[CREW_PROCESSES].missing, sizeof it->report[CREW_PROCESSES].missing,
		 "not today");
}

static char *read_back(const char *name)
{
	char path[256], *text;

	snprintf(path, sizeof path, "%s/lab99/%s", folder, name);
	text = file_read(path, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	return text;
}

static void rows_are_what_happened(void)
{
	struct tour_timeline it;
	struct tour *tour = make_tour();
	char *text;

	make_timeline(&it);
	tour_save_timeline(tour, &it);
	text = read_back("timeline-story.tsv");
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "# tasks: 2\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "# unit_ms: 1\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "# elapsed_ms: threads on one core: 4.6000\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "# missing: processes: not today\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text,
				      "\nway\ttask\tcore\tstate\tstart_ms\tstop_ms\n"
				      "threads on one core\t0\t3\trunning\t0.0000\t2.0000\n"
				      "threads on one core\t0\t3\twaiting\t2.0000\t4.0000\n"
				      "threads on one core\t1\t3\trunning\t2.0000\t3.5000\n"
				      "threads on one core\t0\t5\trunning\t4.0000\t4.5000\n"));
	free(text);
	CU_ASSERT_EQUAL(file_remove_tree(folder), 0);
}

/* How many events of a phase ("X": a bar, "M": a name) there are in one of the viewer's processes. */
static int count_events(const json_t *events, const char *phase, int process)
{
	const json_t *event;
	size_t i;
	int count = 0;

	json_array_foreach(events, i, event)
	{
		const char *ph = json_string_value(json_object_get(event, "ph"));

		count += ph && strcmp(ph, phase) == 0 &&
			 json_integer_value(json_object_get(event, "pid")) == process;
	}
	return count;
}

static void viewers_get_bars_by_task_and_by_core(void)
{
	struct tour_timeline it;
	struct tour *tour = make_tour();
	const json_t *events;
	json_t *json;
	char *text;

	make_timeline(&it);
	tour_save_trace(tour, &it, CREW_THREADS_ONE_CORE);
	text = read_back("timeline-story-threads-on-one-core.trace.json");
	json = json_loads(text, 0, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	events = json_object_get(json, "traceEvents");
	CU_ASSERT_EQUAL(count_events(events, "X", 1), 4);
	CU_ASSERT_EQUAL(count_events(events, "X", 2), 3); /* who waits is on no core */
	CU_ASSERT_EQUAL(count_events(events, "M", 1), 3); /* "tasks", and two of them */
	CU_ASSERT_EQUAL(count_events(events, "M", 2), 3); /* "cores", and two of them */
	json_decref(json);
	free(text);
	CU_ASSERT_EQUAL(file_remove_tree(folder), 0);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"rows are what happened", rows_are_what_happened},
		{"viewers get bars by task and by core", viewers_get_bars_by_task_and_by_core},
		CU_TEST_INFO_NULL,
	};

	return suite_run("trace", tests, argc, argv);
}
