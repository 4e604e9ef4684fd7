/*
 * between.c: does somebody else run between two lines of code? (subjects.h)
 *
 * Two parties go through sections. In each a party leaves its mark, reads a total, works for a moment,
 * looks whether the mark is still its own, and writes the total plus one. Whoever finds another mark was
 * not alone: somebody has run in the middle of its section.
 */
#include "subjects/subjects.h"

#include "base/die.h"
#include "coro/sched.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#define PARTIES 2
#define MOMENT 400 /* turns of a loop: about half a microsecond */
#define FEWER 10   /* coroutines: each round of theirs is like the others */
#define MILLION 1e6

const char *const between_extras[] = {"updates lost per million", NULL};

/* Atomic, so that threads may do this at all; relaxed, so that nothing is held up. */
struct shared {
	atomic_int mark;
	atomic_long total;
};

struct visitor {
	struct shared *shared;
	const struct lab_question *question;
	long sections;
	int self;
	bool pauses_inside;
	long disturbed;
};

static void work_for_a_moment(void)
{
	uint64_t x = 88172645463325252;

	for (int i = 0; i < MOMENT; i++)
		x ^= x << 13 ^ x >> 7;
	__asm__ volatile("" ::"r"(x)); /* or the compiler would see that nobody needs it */
}

/* DOC: a section */
static void visit(struct visitor *visitor)
{
	struct shared *shared = visitor->shared;
	long total;

	atomic_store_explicit(&shared->mark, visitor->self, memory_order_relaxed);
	total = atomic_load_explicit(&shared->total, memory_order_relaxed);
	work_for_a_moment();
	if (visitor->pauses_inside)
		coro_yield();
	visitor->disturbed +=
		atomic_load_explicit(&shared->mark, memory_order_relaxed) != visitor->self;
	atomic_store_explicit(&shared->total, total + 1, memory_order_relaxed);
}

static void fill(const struct visitor *visitor, struct lab_sample *sample)
{
	double sections = PARTIES * (double)visitor->sections;
	long total = atomic_load(&visitor->shared->total);

	sample->value = MILLION * (double)(visitor[0].disturbed + visitor[1].disturbed) / sections;
	sample->extra[0] = MILLION * (sections - (double)total) / sections;
}

/* ---- coroutines: they pause after each section, and some in the middle, too ---- */

static void visit_and_pause(void *arg)
{
	struct visitor *visitor = arg;

	for (long i = 0; i < visitor->sections; i++) {
		visit(visitor);
		coro_yield();
	}
}

void measure_sections_of_coroutines(const struct lab_question *question, struct lab_sample *sample)
{
	const struct between_kind *kind = question->subject->argument;
	struct shared shared = {0};
	struct visitor visitor[PARTIES];
	struct sched *sched = sched_create();

	if (!sched)
		die_system("no scheduler");
	for (int i = 0; i < PARTIES; i++) {
		visitor[i] = (struct visitor){
			&shared, question, question->count / FEWER, i, kind->pauses_inside, 0};
		if (!sched_spawn(sched, "visitor", visit_and_pause, &visitor[i]))
			die_system("no coroutine");
	}
	sched_run(sched);
	sched_destroy(sched);
	fill(visitor, sample);
}

/* ---- threads: nobody pauses ---- */

static void *visit_often(void *arg)
{
	struct visitor *visitor = arg;

	bench_pin(visitor->question, visitor->self);
	for (long i = 0; i < visitor->sections; i++)
		visit(visitor);
	return NULL;
}

void measure_sections_of_threads(const struct lab_question *question, struct lab_sample *sample)
{
	struct shared shared = {0};
	struct visitor visitor[PARTIES];
	pthread_t thread;

	for (int i = 0; i < PARTIES; i++)
		visitor[i] = (struct visitor){&shared, question, question->count, i, false, 0};
	errno = pthread_create(&thread, NULL, visit_often, &visitor[1]);
	if (errno != 0) {
		bench_refused(sample, "pthread_create");
		return;
	}
	visit_often(&visitor[0]);
	errno = pthread_join(thread, NULL);
	if (errno != 0)
		die_system("cannot join a thread");
	fill(visitor, sample);
}
