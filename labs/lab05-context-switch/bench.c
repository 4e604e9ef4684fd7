/* bench.c: the experiments of this lab (see harness/lab/lab.h); what is measured is in subjects/. */
#include "lab/bench.h"

#include "measure/clock.h"
#include "coro/coro.h"

#include <unistd.h>
#include <pthread.h>

static void spin(void *arg) { (void)arg; for (;;) coro_yield(); }

static void measure_coroutine(const struct lab_question *question, struct lab_sample *sample)
{
	struct coro *coro = coro_create("a", spin, NULL);
	int64_t start = clock_ns();
	for (long i = 0; i < question->count; i++)
		coro_resume(coro);
	sample->value = (double)(clock_ns() - start) / (double)question->count;
	sample->extra[0] = 2;
	coro_destroy(coro);
}

struct two { int a[2], b[2]; const struct lab_question *q; };
static void *other(void *arg)
{
	struct two *t = arg;
	char c;
	bench_pin(t->q, 1);
	while (read(t->a[0], &c, 1) == 1)
		if (write(t->b[1], &c, 1) != 1)
			break;
	return NULL;
}
static void measure_pipe(const struct lab_question *question, struct lab_sample *sample)
{
	struct two t = {.q = question};
	pthread_t thread;
	char c = 0;
	if (pipe(t.a) || pipe(t.b) || pthread_create(&thread, NULL, other, &t)) {
		bench_refused(sample, "pipe");
		return;
	}
	int64_t start = clock_ns();
	for (long i = 0; i < question->count; i++)
		if (write(t.a[1], &c, 1) != 1 || read(t.b[0], &c, 1) != 1)
			break;
	sample->value = (double)(clock_ns() - start) / (double)question->count;
	close(t.a[1]);
	pthread_join(thread, NULL);
	close(t.a[0]); close(t.b[0]); close(t.b[1]);
}
static void refuse(const struct lab_question *question, struct lab_sample *sample)
{
	(void)question;
	bench_missing(sample, "just a test");
}
static const struct lab_subject subjects[] = {
	{.label = "coroutine", .measure = measure_coroutine},
	{.label = "threads, pipe", .placements = LAB_SAME_CORE | LAB_ACROSS_CORES, .measure = measure_pipe},
	{.label = "nope", .measure = refuse},
	{.label = NULL},
};
static const char *const extras[] = {"switches", NULL};
static const long v[] = {1, 64, 4096, 1<<20, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "round-trip", .title = "What does a round trip cost?", .note = "There and back again.", .unit = "ns per round trip", .extras = extras, .subjects = subjects},
	{.name = "by-x", .title = "What does a round trip cost?", .note = "There and back again.", .unit = "ns per round trip", .parameter = "working set (bytes)", .values = v, .subjects = subjects},
	{.name = NULL},
};
