/*
 * turns.h: two parties take turns, and how long that takes: the subjects of this lab.
 *
 * Each turn may begin with a walk through the party's own working set (question->parameter bytes;
 * 0: none). What is told of it depends on the experiment.
 */
#ifndef LAB05_TURNS_H
#define LAB05_TURNS_H

#include "lab/bench.h"

#include "measure/clock.h"
#include "subjects/way.h"

#include <stdbool.h>

/* What an experiment wants to know. */
enum wanted {
	ROUND_TRIP,  /* time from one's own turn to the next */
	PER_SWITCH,  /* the same, divided by the switches that were counted */
	BEYOND_WORK, /* time of a turn beyond what its walk takes without any switch */
};

/* The argument of a subject. */
struct turns {
	enum wanted wanted;
	const struct way *way; /* of two threads or processes */
	bool processes;
};

/* A measurement is made in so many parts, and the median part counts for BEYOND_WORK. */
#define PARTS 8

/* Figures of one measurement, from which a sample is made. */
struct taken {
	double elapsed_ns;
	double beyond_ns[PARTS]; /* per turn: how much longer than the walk alone */
	int parts;
	double voluntary, involuntary; /* switches of both parties; coroutines pause voluntarily */
};

extern const char *const turns_extras[];

void turns_fill(const struct lab_question *question, const struct taken *taken,
		struct lab_sample *sample);

/* The subjects. */
void turns_coroutine(const struct lab_question *question, struct lab_sample *sample);
void turns_generator(const struct lab_question *question, struct lab_sample *sample);
void turns_ucontext(const struct lab_question *question, struct lab_sample *sample);
void turns_pair(const struct lab_question *question, struct lab_sample *sample); /* by a way */
void turns_calls(const struct lab_question *question, struct lab_sample *sample);

/* ---- working sets ---- */

struct walk {
	void **steps; /* a chain through all its cache lines, in random order; NULL: none */
};

/* Two working sets; false when there is no memory (the sample says so). */
bool walk_open(struct walk walk[2], long bytes, struct lab_sample *sample);
void walk_close(struct walk walk[2]);
/* Once through all of it. */
static inline void walk_go(const struct walk *walk)
{
	void *volatile *step = walk->steps;

	if (!step)
		return;
	do
		step = *step;
	while (step != walk->steps);
}

/* How long `count` walks take for each of the two, one after the other. */
double walk_alone_ns(const struct walk walk[2], long count);

/* ---- the measurement ---- */

/*
 * Party 0: `count` times a walk, and a turn of the other's. Walks alone come in between, so that
 * whatever else happens on the machine hits both. A part of the caller, so that turn() is no call:
 * with a coroutine it would be as dear as what is measured.
 */
static inline __attribute__((always_inline)) void take_turns(const struct walk walk[2], long count,
							     void (*turn)(void *), void *context,
							     struct taken *taken)
{
	for (long part = 0; part < PARTS; part++) {
		long n = count * (part + 1) / PARTS - count * part / PARTS;
		double alone_ns = n > 0 ? walk_alone_ns(walk, n) : 0;
		int64_t start = clock_ns();
		double elapsed_ns;

		for (long i = 0; i < n; i++) {
			walk_go(&walk[0]);
			turn(context);
		}
		elapsed_ns = (double)(clock_ns() - start);
		taken->elapsed_ns += elapsed_ns;
		if (n > 0)
			taken->beyond_ns[taken->parts++] =
				(elapsed_ns - alone_ns) / (2 * (double)n);
	}
}

#endif
