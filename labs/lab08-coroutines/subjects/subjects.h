/* subjects.h: what this lab measures: functions of its experiments (bench.c). */
#ifndef LAB08_SUBJECTS_H
#define LAB08_SUBJECTS_H

#include "lab/bench.h"
#include "ways/errands.h"
#include "ways/pauses.h"

/* ---- pauses.c: nanoseconds per pause ---- */

extern const char *const pauses_extras[];

/* An argument of measure_coroutines. */
struct pauses_way {
	void (*run)(struct party *party, int parties);
};

void measure_coroutines(const struct lab_question *question, struct lab_sample *sample);
void measure_yields(const struct lab_question *question, struct lab_sample *sample);
void measure_pipes(const struct lab_question *question, struct lab_sample *sample);

/* ---- between.c: sections of a million in which somebody else ran ---- */

extern const char *const between_extras[];

/* Their argument: do they pause in the middle of the section? */
struct between_kind {
	bool pauses_inside;
};

void measure_sections_of_coroutines(const struct lab_question *question, struct lab_sample *sample);
void measure_sections_of_threads(const struct lab_question *question, struct lab_sample *sample);

/* ---- errands.c: an event loop of ours, and libuv ---- */

extern const char *const errands_extras[];

/* Their argument. */
struct errands_kind {
	errands_way *run;
};

void measure_waits(const struct lab_question *question, struct lab_sample *sample); /* ms */
void measure_talk(const struct lab_question *question, struct lab_sample *sample);  /* ns */

#endif
