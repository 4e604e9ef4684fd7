/*
 * team.h: the subjects of lab10: threads (or processes) that run programs of the toy interpreter, under
 * one lock or without it.
 */
#ifndef LAB10_TEAM_H
#define LAB10_TEAM_H

#include "exec/crew.h"
#include "lab/bench.h"
#include "subjects/machine.h"

struct team {
	enum crew_way way;
	enum care care;
	bool has_lock;
	enum lock_habit habit;
	bool keeps_lock; /* also while it waits */
};

/* A fixed amount of work, dealt to so many threads (the parameter). Value: ns until all is done. */
void team_compute(const struct lab_question *question, struct lab_sample *sample);

/* So many threads (the parameter) wait twice each. Value: ns until all are done. */
void team_wait(const struct lab_question *question, struct lab_sample *sample);

/*
 * One thread waits again and again beside one that computes; the parameter is the lock's interval in
 * microseconds. Value: ns that the lock kept it waiting each time. Asks for the way CREW_THREADS.
 */
void team_convoy(const struct lab_question *question, struct lab_sample *sample);

/* One thread alone sums up so many numbers. Value: ns of CPU time for an instruction. */
void team_alone(const struct lab_question *question, struct lab_sample *sample);

extern const char *const team_extras[];

#endif
