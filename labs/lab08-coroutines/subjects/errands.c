/* errands.c: the program that is written twice (ways/errands.h), measured as a whole. */
#include "subjects/subjects.h"

#include "base/die.h"
#include "measure/clock.h"

#include <time.h>

#define WAIT_MS 10

const char *const errands_extras[] = {"ms of CPU", NULL};

static double cpu_ns(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0)
		BUG("no clock of processor time");
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Returns the elapsed nanoseconds; all there is: creating them, too. */
static double run(const struct lab_question *question, const struct errands *errands,
		  struct lab_sample *sample)
{
	const struct errands_kind *kind = question->subject->argument;
	double cpu = cpu_ns();
	int64_t start = clock_ns();
	const char *refused = kind->run(errands);
	double elapsed = (double)(clock_ns() - start);

	sample->extra[0] = (cpu_ns() - cpu) / 1e6;
	if (refused)
		bench_refused(sample, refused);
	return elapsed;
}

/*
 * The parameter: how many wait at the same time. DOC: the second time counts: others have been on the
 * core since we were here, and in the first one memory comes back into the cache.
 */
void measure_waits(const struct lab_question *question, struct lab_sample *sample)
{
	const struct errands errands = {
		.clients = (int)question->parameter, .rounds = question->count, .wait_ms = WAIT_MS};

	run(question, &errands, sample);
	if (sample->missing[0])
		return;
	sample->value = run(question, &errands, sample) / 1e6 / (double)question->count;
	sample->extra[0] /= (double)question->count;
}

/* The parameter: how many talk at the same time; together `count` times. */
void measure_talk(const struct lab_question *question, struct lab_sample *sample)
{
	const struct errands errands = {.clients = (int)question->parameter,
					.rounds = question->count / question->parameter,
					.talks = true};
	double exchanges = (double)(errands.rounds * errands.clients);

	sample->value = run(question, &errands, sample) / exchanges;
}
