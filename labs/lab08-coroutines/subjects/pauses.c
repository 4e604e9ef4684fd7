/* pauses.c: what an explicit pause costs: coroutines, and threads on one core (subjects.h). */
#include "subjects/subjects.h"

#include "base/die.h"
#include "coro/coro.h"
#include "measure/clock.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

const char *const pauses_extras[] = {"switches", NULL};

/* Of so many pauses of each party; `switches`: of both. */
static void fill(const struct lab_question *question, double elapsed_ns, double switches,
		 struct lab_sample *sample)
{
	double pauses = PAUSES_PARTIES * (double)question->count;

	sample->value = elapsed_ns / pauses;
	sample->extra[0] = switches / pauses;
}

/* ---- coroutines ---- */

/* From one coroutine to the next is two switches: to who resumes them, and from there. */
void measure_coroutines(const struct lab_question *question, struct lab_sample *sample)
{
	const struct pauses_way *way = question->subject->argument;
	struct party party[PAUSES_PARTIES] = {{question->count}, {question->count}};
	unsigned long switches = coro_switches();
	int64_t start = clock_ns();

	way->run(party, PAUSES_PARTIES);
	fill(question, (double)(clock_ns() - start), (double)(coro_switches() - switches), sample);
}

/* ---- threads ---- */

struct duet {
	const struct lab_question *question;
	void (*pause)(struct duet *duet, int self);
	pthread_barrier_t start;
	int ends[PAUSES_PARTIES][2]; /* each waits at a pipe of its own */
	long switches[PAUSES_PARTIES];
};

struct player {
	struct duet *duet;
	int self;
};

/* The kernel's count: voluntary and not. */
static long count_switches(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage) != 0)
		die_system("cannot count switches");
	return usage.ru_nvcsw + usage.ru_nivcsw;
}

static void await_other(struct duet *duet)
{
	int result = pthread_barrier_wait(&duet->start);

	BUG_UNLESS(result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD);
}

static void *play(void *arg)
{
	const struct player *player = arg;
	struct duet *duet = player->duet;
	long switches;

	bench_pin(duet->question, player->self);
	await_other(duet);
	switches = count_switches();
	for (long i = 0; i < duet->question->count; i++)
		duet->pause(duet, player->self);
	duet->switches[player->self] = count_switches() - switches;
	return NULL;
}

/* Party 0 is the calling thread. */
static void run_duet(struct duet *duet, struct lab_sample *sample)
{
	struct player player[PAUSES_PARTIES] = {{duet, 0}, {duet, 1}};
	pthread_t other;
	int64_t start;

	errno = pthread_barrier_init(&duet->start, NULL, PAUSES_PARTIES);
	if (errno == 0)
		errno = pthread_create(&other, NULL, play, &player[1]);
	if (errno != 0) {
		bench_refused(sample, "pthread_create");
		return;
	}
	start = clock_ns();
	play(&player[0]);
	errno = pthread_join(other, NULL);
	if (errno != 0)
		die_system("cannot join a thread");
	fill(duet->question, (double)(clock_ns() - start),
	     (double)(duet->switches[0] + duet->switches[1]), sample);
	pthread_barrier_destroy(&duet->start);
}

static void yield(struct duet *duet, int self)
{
	(void)duet, (void)self;
	sched_yield();
}

void measure_yields(const struct lab_question *question, struct lab_sample *sample)
{
	struct duet duet = {.question = question, .pause = yield};

	run_duet(&duet, sample);
}

static void tell(struct duet *duet, int party)
{
	if (write(duet->ends[party][1], "x", 1) != 1)
		die_system("cannot write to a pipe");
}

static void pass_byte(struct duet *duet, int self)
{
	char byte;

	if (read(duet->ends[self][0], &byte, 1) != 1)
		die_system("cannot read from a pipe");
	tell(duet, 1 - self);
}

void measure_pipes(const struct lab_question *question, struct lab_sample *sample)
{
	struct duet duet = {.question = question, .pause = pass_byte};
	int open = 0;

	while (open < PAUSES_PARTIES && pipe(duet.ends[open]) == 0)
		open++;
	if (open < PAUSES_PARTIES) {
		bench_refused(sample, "pipe");
	} else {
		tell(&duet, 0); /* whose turn it is first */
		run_duet(&duet, sample);
	}
	while (open-- > 0)
		if (close(duet.ends[open][0]) != 0 || close(duet.ends[open][1]) != 0)
			die_system("cannot close a pipe");
}
