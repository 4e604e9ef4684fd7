/* pair.c: two threads or two processes that take turns by way of the kernel (see turns.h). */
#include "subjects/turns.h"

#include "base/die.h"
#include "measure/stats.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define WARM_UP 20
#define LEAST_NS 0.1 /* less than that, or less than none, is noise; and has no logarithm */

/* Switches of one party. */
struct switches {
	long voluntary, involuntary;
};

/* Both parties see it: it is mapped shared. */
struct pair {
	struct line line;
	const struct way *way;
	const struct lab_question *question;
	struct walk walk[2];
	struct switches other; /* of party 1, written when it is done */
};

/* Party 1 seen from outside. Not in struct pair, where a forked child would write it, too. */
struct other {
	bool is_process;
	pthread_t thread;
	pid_t pid;
};

/* DOC: switches are counted. Per thread, as threads are switched; a process of ours has only one. */
static struct switches count_switches(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage) != 0)
		die_system("cannot count switches");
	return (struct switches){usage.ru_nvcsw, usage.ru_nivcsw};
}

static struct switches since(struct switches start)
{
	struct switches now = count_switches();

	return (struct switches){now.voluntary - start.voluntary,
				 now.involuntary - start.involuntary};
}

/* Party 1. The first turns do not count: the parties find their cores, a new process its pages. */
static void *answer(void *arg)
{
	struct pair *pair = arg;
	struct switches start = {0};

	bench_pin(pair->question, 1);
	for (int i = 0; i < WARM_UP; i++) {
		pair->way->take(&pair->line, 1);
		walk_go(&pair->walk[1]);
		start = count_switches();
		pair->way->give(&pair->line, 0);
	}
	for (long i = 0; i < pair->question->count; i++) {
		pair->way->take(&pair->line, 1);
		walk_go(&pair->walk[1]);
		if (i == pair->question->count - 1)
			pair->other = since(start);
		pair->way->give(&pair->line, 0);
	}
	return NULL;
}

/* The other party's turn, seen from party 0. */
static void let_other(void *arg)
{
	struct pair *pair = arg;

	pair->way->give(&pair->line, 1);
	pair->way->take(&pair->line, 0);
}

/* Party 0. */
static void ask(struct pair *pair, struct taken *taken)
{
	struct switches start, own;

	for (int i = 0; i < WARM_UP; i++)
		let_other(pair);
	start = count_switches();
	take_turns(pair->walk, pair->question->count, let_other, pair, taken);
	own = since(start);
	taken->voluntary = (double)(own.voluntary + pair->other.voluntary);
	taken->involuntary = (double)(own.involuntary + pair->other.involuntary);
}

/* Returns NULL, or the call that failed with errno set. */
static const char *start_other(struct other *other, struct pair *pair)
{
	if (!other->is_process) {
		errno = pthread_create(&other->thread, NULL, answer, pair);
		return errno ? "pthread_create" : NULL;
	}
	other->pid = bench_fork();
	if (other->pid < 0)
		return "fork";
	if (other->pid == 0) {
		answer(pair);
		_exit(0);
	}
	return NULL;
}

static void await_other(const struct other *other)
{
	if (!other->is_process) {
		errno = pthread_join(other->thread, NULL);
		if (errno)
			die_system("cannot join a thread");
	} else if (waitpid(other->pid, NULL, 0) != other->pid) {
		die_system("cannot wait for a process");
	}
}

static void run_pair(struct pair *pair, const struct turns *turns, struct lab_sample *sample)
{
	struct other other = {.is_process = turns->processes};
	struct taken taken = {0};
	const char *failed = pair->way->open(&pair->line);

	if (!failed)
		failed = start_other(&other, pair);
	if (failed) {
		bench_refused(sample, failed);
		return;
	}
	ask(pair, &taken);
	await_other(&other);
	pair->way->close(&pair->line);
	turns_fill(pair->question, &taken, sample);
}

void turns_pair(const struct lab_question *question, struct lab_sample *sample)
{
	const struct turns *turns = question->subject->argument;
	struct pair *pair =
		mmap(NULL, sizeof *pair, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (pair == MAP_FAILED) {
		bench_refused(sample, "mmap");
		return;
	}
	pair->way = turns->way;
	pair->question = question;
	pair->line.shared = turns->processes;
	if (walk_open(pair->walk, question->parameter, sample)) {
		run_pair(pair, turns, sample);
		walk_close(pair->walk);
	}
	if (munmap(pair, sizeof *pair) != 0)
		die_system("cannot unmap memory");
}

/* ---- the calls of a round trip by pipe, without a switch --------------------------------- */

void turns_calls(const struct lab_question *question, struct lab_sample *sample)
{
	struct line line = {0};
	struct taken taken = {0};
	const char *failed = way_pipe.open(&line);
	struct switches start;
	int64_t start_ns;

	if (failed) {
		bench_refused(sample, failed);
		return;
	}
	start = count_switches();
	start_ns = clock_ns();
	for (long i = 0; i < 2 * question->count; i++) { /* there and back */
		way_pipe.give(&line, 0);
		way_pipe.take(&line, 0);
	}
	taken.elapsed_ns = (double)(clock_ns() - start_ns);
	taken.voluntary = (double)since(start).voluntary;
	taken.involuntary = (double)since(start).involuntary;
	way_pipe.close(&line);
	turns_fill(question, &taken, sample);
}

/* ---- samples ----------------------------------------------------------------------------- */

const char *const turns_extras[] = {"switches", "voluntary", "involuntary", NULL};

void turns_fill(const struct lab_question *question, const struct taken *taken,
		struct lab_sample *sample)
{
	const struct turns *turns = question->subject->argument;
	double count = (double)question->count;
	double switches = taken->voluntary + taken->involuntary;

	sample->extra[0] = switches / count;
	sample->extra[1] = taken->voluntary / count;
	sample->extra[2] = taken->involuntary / count;
	if (turns->wanted == ROUND_TRIP)
		sample->value = taken->elapsed_ns / count;
	else if (turns->wanted == PER_SWITCH)
		sample->value = taken->elapsed_ns / switches;
	else
		sample->value =
			fmax(LEAST_NS, stats_median(taken->beyond_ns, (size_t)taken->parts));
}
