/* timeline.c: who ran where and when (see timeline.h). */
#include "measure/timeline.h"

#include "base/die.h"
#include "measure/clock.h"
#include "measure/stats.h"

#include <sched.h>
#include <stdalign.h>
#include <stdlib.h>

/* On cache lines of its own: else one task's record would slow down its neighbour's. */
struct track {
	alignas(64) int count; /* spans begun; the last one may be open */
	bool is_open, is_lost;
};

struct timeline {
	alignas(64) int tasks;
	int spans_each;
	struct track track[]; /* then tasks * spans_each spans, padded to lines for each task */
};

static size_t spans_size(int spans_each)
{
	return ((size_t)spans_each * sizeof(struct timeline_span) + 63) / 64 * 64;
}

size_t timeline_size(int tasks, int spans_each)
{
	return sizeof(struct timeline) +
	       (size_t)tasks * (sizeof(struct track) + spans_size(spans_each)) + 64;
}

static struct timeline_span *spans_of(const struct timeline *timeline, int task)
{
	char *first = (char *)&timeline->track[timeline->tasks];

	return (struct timeline_span *)(first + (size_t)task * spans_size(timeline->spans_each));
}

struct timeline *timeline_init(void *memory, int tasks, int spans_each)
{
	struct timeline *timeline = (void *)(((uintptr_t)memory + 63) / 64 * 64);

	BUG_UNLESS(tasks >= 1 && spans_each >= 1);
	timeline->tasks = tasks;
	timeline->spans_each = spans_each;
	return timeline;
}

static struct track *track_of(struct timeline *timeline, int task)
{
	BUG_UNLESS(task >= 0 && task < timeline->tasks);
	return &timeline->track[task];
}

static void close_span(struct timeline *timeline, int task, int64_t stop_ns)
{
	struct track *track = track_of(timeline, task);

	if (track->is_open)
		spans_of(timeline, task)[track->count - 1].stop_ns = stop_ns;
	track->is_open = false;
}

static void open_span(struct timeline *timeline, int task, enum timeline_state state,
		      int64_t start_ns)
{
	struct track *track = track_of(timeline, task);

	if (track->count == timeline->spans_each) {
		track->is_lost = true;
		return;
	}
	spans_of(timeline, task)[track->count++] = (struct timeline_span){
		.task = task, .core = sched_getcpu(), .state = state, .start_ns = start_ns};
	track->is_open = true;
}

void timeline_begin(struct timeline *timeline, int task, enum timeline_state state)
{
	int64_t now = clock_ns();

	close_span(timeline, task, now);
	open_span(timeline, task, state, now);
}

void timeline_end(struct timeline *timeline, int task)
{
	close_span(timeline, task, clock_ns());
}

void timeline_gap(struct timeline *timeline, int task, int64_t start_ns, int64_t stop_ns)
{
	struct track *track = track_of(timeline, task);
	struct timeline_span *span;

	if (!track->is_open)
		return;
	span = &spans_of(timeline, task)[track->count - 1];
	BUG_UNLESS(span->start_ns <= start_ns && start_ns <= stop_ns);
	close_span(timeline, task, start_ns);
	open_span(timeline, task, span->state, stop_ns);
}

int timeline_core(const struct timeline *timeline, int task)
{
	const struct track *track = &timeline->track[task];

	BUG_UNLESS(task >= 0 && task < timeline->tasks);
	return track->is_open ? spans_of(timeline, task)[track->count - 1].core : -1;
}

static int by_start(const void *a, const void *b)
{
	const struct timeline_span *one = a, *other = b;

	if (one->start_ns != other->start_ns)
		return one->start_ns < other->start_ns ? -1 : 1;
	return one->task - other->task;
}

int timeline_collect(const struct timeline *timeline, struct timeline_span *spans, int most)
{
	int found = 0;

	for (int task = 0; task < timeline->tasks; task++) {
		const struct track *track = &timeline->track[task];
		int ended = track->count - (track->is_open ? 1 : 0);

		for (int i = 0; i < ended && found < most; i++)
			spans[found++] = spans_of(timeline, task)[i];
	}
	qsort(spans, (size_t)found, sizeof *spans, by_start);
	return found;
}

bool timeline_lost(const struct timeline *timeline, int task)
{
	BUG_UNLESS(task >= 0 && task < timeline->tasks);
	return timeline->track[task].is_lost;
}

double timeline_cost_ns(void)
{
	enum { PARTS = 31, RECORDS = 100 };
	double cost[PARTS];
	void *memory = calloc(1, timeline_size(1, PARTS * RECORDS));
	struct timeline *timeline;

	if (!memory)
		BUG("no memory for a timeline");
	timeline = timeline_init(memory, 1, PARTS * RECORDS);
	for (int part = 0; part < PARTS; part++) {
		int64_t start = clock_ns();

		for (int i = 0; i < RECORDS; i++)
			timeline_begin(timeline, 0, TIMELINE_RUNNING);
		cost[part] = (double)(clock_ns() - start) / RECORDS;
	}
	free(memory);
	return stats_median(cost, PARTS);
}
