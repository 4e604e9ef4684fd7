/* team.c: threads that run programs of the toy interpreter (see team.h). */
#include "subjects/team.h"

#include "base/die.h"
#include "exec/exec.h"
#include "measure/clock.h"

#include <math.h>
#include <sched.h>
#include <string.h>
#include <time.h>

#define MS INT64_C(1000000)
#define MOST 16	     /* threads */
#define STEPS 250000 /* of the sum, in all */
#define STEPS_MS 7   /* about so long they take */
#define INTERVAL (1 * MS)
#define WAITS 2
#define WAIT (1 * MS)
#define CONVOY_WAITS 2
#define CONVOY_WAIT (MS / 2)
#define CONVOY_MS 60 /* so long it computes beside, at most */
#define DEADLINE_MS 8000

const char *const team_extras[] = {"cores used", "switches", "turns", NULL};

/* What the workers share. */
struct hall {
	const struct team *team;
	struct global_lock lock;
	struct interpreter interpreter;
	struct lab_question where; /* for bench_pin */
	long steps;		   /* of each thread */
	/* convoy: the one that waits is there; the other one computes, has ended; all waits are over */
	atomic_int is_there, is_computing, is_alone, is_served;
	_Atomic double blocked_ns; /* each time */
	struct machine machine[MOST];
};

static struct hall *open_hall(const struct lab_question *question, int64_t interval_ns,
			      struct lab_sample *sample)
{
	const struct team *team = question->subject->argument;
	struct hall *hall = exec_block_open(sizeof *hall);

	if (!hall) {
		bench_refused(sample, "mmap");
		return NULL;
	}
	hall->team = team;
	hall->where = *question;
	if (question->placement == LAB_ANYWHERE && bench_cores() > 1)
		hall->where.placement = LAB_ACROSS_CORES;
	global_lock_init(&hall->lock, team->habit, interval_ns);
	interpreter_init(&hall->interpreter, team->care, team->has_lock ? &hall->lock : NULL);
	hall->interpreter.keeps_lock = team->keeps_lock;
	return hall;
}

/* Returns whether all have finished. */
static bool run(const struct lab_question *question, int threads, crew_body *body,
		struct hall *hall, struct crew_report *report, struct lab_sample *sample)
{
	const struct team *team = question->subject->argument;
	struct crew_options options = {
		.way = team->way, .tasks = threads, .deadline_ms = DEADLINE_MS};

	BUG_UNLESS(threads <= MOST);
	if (crew_run(&options, body, hall, report) == 0)
		return true;
	bench_missing(sample, "%s", report->missing);
	return false;
}

static void tell(const struct hall *hall, const struct crew_report *report,
		 struct lab_sample *sample)
{
	sample->value = (double)report->elapsed_ns;
	sample->extra[0] = report->cpu_ns / (double)report->elapsed_ns;
	sample->extra[1] = (double)(report->voluntary + report->involuntary);
	sample->extra[2] = hall->lock.turns > 0 ? (double)hall->lock.turns : NAN;
}

/* ---- computing ---- */

/* The interpreter of all threads. DOC: a process has one of its own, with its lock: what is static is copied. */
static struct interpreter *interpreter_for(struct hall *hall)
{
	static struct interpreter own;
	static struct global_lock lock;

	if (hall->team->way != CREW_PROCESSES)
		return &hall->interpreter;
	global_lock_init(&lock, hall->team->habit, INTERVAL);
	interpreter_init(&own, hall->team->care, &lock);
	return &own;
}

static void sum(void *arg, int number)
{
	struct hall *hall = arg;
	struct machine *machine = &hall->machine[number];

	bench_pin(&hall->where, number % 2);
	machine_init(machine, interpreter_for(hall), number);
	if (machine_run(machine, program_sum, hall->steps) != hall->steps * (hall->steps + 1) / 2)
		BUG("the sum is wrong");
}

void team_compute(const struct lab_question *question, struct lab_sample *sample)
{
	struct hall *hall = open_hall(question, INTERVAL, sample);
	struct crew_report report;

	if (!hall)
		return;
	hall->steps = STEPS / question->parameter;
	if (run(question, (int)question->parameter, sum, hall, &report, sample))
		tell(hall, &report, sample);
	exec_block_close(hall);
}

/* ---- waiting ---- */

static void wait_often(void *arg, int number)
{
	struct hall *hall = arg;
	struct machine *machine = &hall->machine[number];

	bench_pin(&hall->where, number % 2);
	machine_init(machine, &hall->interpreter, number);
	machine->rest_ns = WAIT;
	if (machine_run(machine, program_wait, WAITS) != WAITS)
		BUG("not so many waits");
}

void team_wait(const struct lab_question *question, struct lab_sample *sample)
{
	struct hall *hall = open_hall(question, INTERVAL, sample);
	struct crew_report report;

	if (!hall)
		return;
	if (run(question, (int)question->parameter, wait_often, hall, &report, sample))
		tell(hall, &report, sample);
	exec_block_close(hall);
}

/* ---- the convoy ---- */

static void wait_for(const atomic_int *flag)
{
	while (!atomic_load(flag))
		sched_yield();
}

/* One that computes, until the other one is done, or until it has computed enough. */
static void compute_beside(struct hall *hall)
{
	struct machine *machine = &hall->machine[0];
	long steps = (long)STEPS * CONVOY_MS / STEPS_MS;

	machine_init(machine, &hall->interpreter, 0);
	machine->stop = &hall->is_served;
	wait_for(&hall->is_there);
	atomic_store(&hall->is_computing, 1);
	machine_run(machine, program_sum, steps);
	atomic_store(&hall->is_alone, 1);
}

/* One that waits, and then wants the lock for a moment. What comes beside nobody does not count. */
static void wait_beside(struct hall *hall)
{
	struct machine *machine = &hall->machine[1];

	machine_init(machine, &hall->interpreter, 1);
	machine->rest_ns = CONVOY_WAIT;
	machine->stop = &hall->is_alone;
	atomic_store(&hall->is_there, 1);
	wait_for(&hall->is_computing);
	machine_run(machine, program_wait, CONVOY_WAITS);
	if (machine->takes > 0)
		atomic_store(&hall->blocked_ns,
			     (double)machine->blocked_ns / (double)machine->takes);
	atomic_store(&hall->is_served, 1);
}

static void convoy(void *arg, int number)
{
	bench_pin(&((struct hall *)arg)->where, number);
	if (number == 0)
		compute_beside(arg);
	else
		wait_beside(arg);
}

void team_convoy(const struct lab_question *question, struct lab_sample *sample)
{
	struct hall *hall = open_hall(question, question->parameter * 1000, sample);
	struct crew_report report;

	if (!hall)
		return;
	if (run(question, 2, convoy, hall, &report, sample)) {
		tell(hall, &report, sample);
		sample->value = atomic_load(&hall->blocked_ns);
	}
	exec_block_close(hall);
}

/* ---- alone ---- */

/* Of its own CPU time: who takes the core away meanwhile does not count. */
static int64_t cpu_ns(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0)
		BUG("no clock of a thread's CPU time");
	return time.tv_sec * 1000 * MS + time.tv_nsec;
}

void team_alone(const struct lab_question *question, struct lab_sample *sample)
{
	struct hall *hall = open_hall(question, INTERVAL, sample);
	int64_t start;

	if (!hall)
		return;
	hall->steps = question->count;
	start = cpu_ns();
	sum(hall, 0);
	sample->value = (double)(cpu_ns() - start) / (double)question->count / PROGRAM_SUM_STEP;
	exec_block_close(hall);
}
