/*
 * tour_trace.c: a timeline as files: rows for the plots, and trace events that Perfetto and
 * chrome://tracing open (see tour.h).
 */
#include "lab/tour.h"

#include "base/die.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* Two "processes" in the viewer: one has a row for each task, the other one for each core. */
enum { BY_TASK = 1, BY_CORE };

static const char *state_word(enum timeline_state state)
{
	return state == TIMELINE_RUNNING ? "running" : "waiting";
}

/* ---- rows -------------------------------------------------------------------------------- */

static void write_way(struct series *series, const struct tour_timeline *it, enum crew_way way)
{
	int64_t zero = it->count[way] > 0 ? it->spans[way][0].start_ns : 0;

	for (int i = 0; i < it->count[way]; i++) {
		const struct timeline_span *span = &it->spans[way][i];

		series_row(series, "%s\t%d\t%d\t%s\t%.4f\t%.4f", crew_way_name(way), span->task,
			   span->core, state_word(span->state),
			   (double)(span->start_ns - zero) / 1e6,
			   (double)(span->stop_ns - zero) / 1e6);
	}
}

static void write_facts(struct series *series, const struct tour *tour,
			const struct tour_timeline *it)
{
	series_fact(series, "note", "%s", it->what->note);
	series_fact(series, "tasks", "%d", it->what->tasks);
	series_fact(series, "unit_ms", "%g", (double)it->what->unit_ns / 1e6);
	series_fact(series, "record_ns", "%.1f", tour->record_ns);
	series_fact(series, "watch_share", "%.5f", tour->watch_share);
	for (enum crew_way way = 0; way < CREW_WAYS; way++) {
		const struct crew_report *report = &it->report[way];

		if (!it->is_wanted[way])
			continue;
		if (report->missing[0])
			series_fact(series, "missing", "%s: %s", crew_way_name(way),
				    report->missing);
		else
			series_fact(series, "elapsed_ms", "%s: %.4f", crew_way_name(way),
				    (double)report->elapsed_ns / 1e6);
		if (it->is_cut[way])
			series_fact(series, "cut", "%s: more spans than fit", crew_way_name(way));
	}
}

void tour_save_timeline(const struct tour *tour, const struct tour_timeline *it)
{
	char name[128];
	struct series *series;

	snprintf(name, sizeof name, "timeline-%s", it->what->name);
	series = tour_open_series(tour, name, it->what->title,
				  "way\ttask\tcore\tstate\tstart_ms\tstop_ms");
	write_facts(series, tour, it);
	for (enum crew_way way = 0; way < CREW_WAYS; way++)
		if (it->is_wanted[way])
			write_way(series, it, way);
	tour_close_series(series, name);
}

/* ---- trace events ------------------------------------------------------------------------ */

static void append(json_t *events, json_t *event)
{
	if (!event || json_array_append_new(events, event) != 0)
		BUG("cannot build JSON");
}

static void append_name(json_t *events, const char *kind, int process, int row, const char *name)
{
	append(events, json_pack("{s:s, s:s, s:i, s:i, s:{s:s}}", "name", kind, "ph", "M", "pid",
				 process, "tid", row, "args", "name", name));
}

/* Rows are numbered from 1: the viewers take 0 for no row. */
static void append_span(json_t *events, const struct timeline_span *span, int64_t zero, int process)
{
	char name[32];

	if (process == BY_TASK)
		snprintf(name, sizeof name, "%s", state_word(span->state));
	else
		snprintf(name, sizeof name, "task %d", span->task + 1);
	append(events, json_pack("{s:s, s:s, s:s, s:f, s:f, s:i, s:i, s:{s:i, s:i}}", "name", name,
				 "cat", state_word(span->state), "ph", "X", "ts",
				 (double)(span->start_ns - zero) / 1e3, "dur",
				 (double)(span->stop_ns - span->start_ns) / 1e3, "pid", process,
				 "tid", process == BY_TASK ? span->task + 1 : span->core + 1,
				 "args", "task", span->task + 1, "core", span->core));
}

static void append_rows(json_t *events, const struct tour_timeline *it, enum crew_way way)
{
	char name[32];

	append_name(events, "process_name", BY_TASK, 0, "tasks");
	append_name(events, "process_name", BY_CORE, 0, "cores");
	for (int task = 0; task < it->what->tasks; task++) {
		snprintf(name, sizeof name, "task %d", task + 1);
		append_name(events, "thread_name", BY_TASK, task + 1, name);
	}
	for (int i = 0; i < it->count[way]; i++) {
		int core = it->spans[way][i].core, j = 0;

		while (it->spans[way][j].core != core)
			j++;
		snprintf(name, sizeof name, "core %d", core);
		if (i == j)
			append_name(events, "thread_name", BY_CORE, core + 1, name);
	}
}

static json_t *make_events(const struct tour_timeline *it, enum crew_way way)
{
	json_t *events = json_array();
	int64_t zero = it->count[way] > 0 ? it->spans[way][0].start_ns : 0;

	if (!events)
		BUG("cannot build JSON");
	append_rows(events, it, way);
	for (int i = 0; i < it->count[way]; i++) {
		append_span(events, &it->spans[way][i], zero, BY_TASK);
		if (it->spans[way][i].state == TIMELINE_RUNNING)
			append_span(events, &it->spans[way][i], zero, BY_CORE);
	}
	return events;
}

/* "threads on one core" is a path's "threads-on-one-core". */
static void make_path(const struct tour *tour, const struct tour_timeline *it, enum crew_way way,
		      char *path, size_t size)
{
	size_t folder = strlen(tour->folder);

	snprintf(path, size, "%s/timeline-%s-%s.trace.json", tour->folder, it->what->name,
		 crew_way_name(way));
	for (char *c = path + folder; *c; c++)
		if (*c == ' ')
			*c = '-';
}

void tour_save_trace(const struct tour *tour, const struct tour_timeline *it, enum crew_way way)
{
	json_t *json = json_pack("{s:s, s:{s:s, s:s}, s:o}", "displayTimeUnit", "ms", "otherData",
				 "way", crew_way_name(way), "title", it->what->title, "traceEvents",
				 make_events(it, way));
	char path[PATH_MAX];

	make_path(tour, it, way, path, sizeof path);
	tour_write_json(json, path);
}
