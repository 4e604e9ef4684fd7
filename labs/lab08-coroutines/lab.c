/*
 * lab.c: lab08, coroutines and who resumes them. The workload, its outcomes, what is claimed.
 *
 * Every worker has a scheduler, which is the fix's, and some jobs, which it spawns there. A job adds one
 * to a total at each of its steps, and pauses in between. The total is everybody's, and nothing guards
 * it: between two pauses of a coroutine nobody else runs.
 *
 * What the jobs do besides depends on the worker's number, so that few workers are an easy start: those
 * of worker 0 only pause; those of worker 1 spawn others; one of worker 2's tries to run the scheduler
 * that runs it, and when all are done the worker begins again with more, then with none, and leaves
 * one behind. Those of worker 3 spawn others, and must come in order all the same.
 */
#include "api.h"

#include "base/die.h"
#include "coro/coro.h"
#include "lab/lab.h"
#include "tsan/inside.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Of what a diagram of the fix's steps need not show. */
#define UNSEEN INSIDE_RAW
/* So many jobs of each worker are coroutines, if they can be; see is_worker_a_coroutine. */
#define COROUTINES 16
enum { PAUSES, SPAWNS, AGAIN_AND_AGAIN, SPAWNS_IN_ORDER, KINDS };
/* A scheduler that resumes the finished for ever is stopped. */
#define MOST_GHOSTS 100000

void task_pause(void); /* exec/exec.h */

/* One worker's. */
struct crew {
	alignas(64) unsigned char scheduler[SCHEDULER_ROOM];
	struct task left;     /* behind, in a scheduler that does not run again */
	struct task stranger; /* whom nobody spawned: what lies in a new task's `next` */
	/* What follows is not for the fix. */
	struct state *state;
	int kind;
	bool uses_coroutines;
	long spawned, finished, steps;
	/* The queue has places, numbered for ever: who is resumed must have the next one. */
	long arrived, served;
	long refused, out_of_turn, ghosts, reentered, idle, strange;
};

struct state {
	int workers;
	long ops;
	alignas(64) long total;
	struct crew crew[];
};

struct job {
	void *freed[2]; /* where free() leaves notes of its own */
	struct task task;
	struct crew *crew;
	struct coro *coro; /* NULL: a state machine */
	long place;
	int pauses; /* to be made still */
	bool spawns, reenters, is_running;
};

/* From good to bad. */
enum { COMPLETE, PREEMPTED, LATE, LOST, IDLE, AGAIN, STRANGE, INSIDE, REFUSED };

static struct scheduler *scheduler_of(struct crew *crew)
{
	return (struct scheduler *)(void *)crew->scheduler;
}

static struct job *job_of(struct task *task)
{
	return (struct job *)(void *)((char *)task - offsetof(struct job, task));
}

/* ---- jobs ---- */

UNSEEN static void spawn(struct crew *crew, int pauses, bool spawns, bool reenters);

UNSEEN static void try_to_run(struct crew *crew)
{
	if (scheduler_run(scheduler_of(crew)) != -1)
		crew->reentered++;
}

static long read_total(const struct state *state)
{
	return state->total;
}

static void write_total(struct state *state, long total)
{
	state->total = total;
}

/* DOC: an update without a pause. Returns whether there is more to do. */
UNSEEN static bool step(struct job *job)
{
	struct crew *crew = job->crew;
	long total = read_total(crew->state);

	if (job->spawns)
		spawn(crew, job->pauses % 2, false, false);
	/* DOC: to be refused once changes nothing. */
	for (int i = 0; job->reenters && i < 2; i++)
		try_to_run(crew);
	job->spawns = job->reenters = false;
	crew->steps++;
	write_total(crew->state, total + 1);
	return job->pauses-- > 0;
}

/* A job as a coroutine. */
UNSEEN static void body(void *job)
{
	while (step(job))
		coro_yield();
}

/* Go on until the next pause. Returns whether that was the end. */
UNSEEN static bool advance(struct job *job)
{
	if (!job->coro)
		return !step(job);
	coro_resume(job->coro);
	return coro_is_done(job->coro);
}

UNSEEN static void end_job(struct job *job);

/* DOC: the switch: what the scheduler's task_resume calls */
UNSEEN static enum task_state go_on(struct task *task)
{
	struct job *job = job_of(task);
	struct crew *crew = job->crew;
	bool is_done;

	if (job->is_running) {
		crew->reentered++;
		return TASK_FINISHED;
	}
	/* Where few others are spawned meanwhile, history.c looks at the order. */
	crew->out_of_turn += crew->kind != SPAWNS && job->place != crew->served;
	crew->served++;
	job->is_running = true;
	is_done = advance(job);
	job->is_running = false;
	if (is_done) {
		end_job(job);
		return TASK_FINISHED;
	}
	job->place = crew->arrived++;
	return TASK_PAUSED;
}

/* The same for the first of a state machine, so that other workers may come in between. */
UNSEEN static enum task_state let_others_and_go_on(struct task *task)
{
	task_pause();
	task->go_on = go_on;
	return go_on(task);
}

/* Of who has finished. */
UNSEEN static enum task_state haunt(struct task *task)
{
	struct crew *crew = job_of(task)->crew;

	if (++crew->ghosts > MOST_GHOSTS)
		abort();
	return TASK_FINISHED;
}

/* Of those who are not in a queue that runs: who calls it says whose they are. */
UNSEEN static enum task_state count_strange(struct crew *crew)
{
	if (++crew->strange > MOST_GHOSTS)
		abort();
	return TASK_FINISHED;
}

UNSEEN static enum task_state resume_left(struct task *task)
{
	return count_strange((struct crew *)(void *)((char *)task - offsetof(struct crew, left)));
}

UNSEEN static enum task_state resume_stranger(struct task *task)
{
	return count_strange(
		(struct crew *)(void *)((char *)task - offsetof(struct crew, stranger)));
}

UNSEEN static void end_job(struct job *job)
{
	job->crew->finished++;
	job->task.go_on = haunt;
	if (job->coro)
		coro_destroy(job->coro);
	free(job);
}

UNSEEN static struct coro *make_coroutine(struct crew *crew, struct job *job)
{
	if (!crew->uses_coroutines || crew->spawned >= COROUTINES)
		return NULL;
	return coro_create("job", body, job);
}

UNSEEN static void spawn(struct crew *crew, int pauses, bool spawns, bool reenters)
{
	struct job *job = malloc(sizeof *job);

	if (!job)
		abort();
	*job = (struct job){.task = {.go_on = go_on, .next = &crew->stranger},
			    .crew = crew,
			    .coro = make_coroutine(crew, job),
			    .place = crew->arrived++,
			    .pauses = pauses,
			    .spawns = spawns,
			    .reenters = reenters};
	if (crew->spawned++ == 0 && !job->coro)
		job->task.go_on = let_others_and_go_on;
	if (scheduler_spawn(scheduler_of(crew), &job->task) == 0)
		return;
	crew->refused++;
	end_job(job);
}

/* ---- the workload ---- */

static size_t state_size(int workers, long ops)
{
	(void)ops;
	if (scheduler_size > SCHEDULER_ROOM)
		die_user("struct scheduler has %zu bytes: at most %d fit", scheduler_size,
			 SCHEDULER_ROOM);
	return sizeof(struct state) + (size_t)workers * sizeof(struct crew);
}

/* Not for the fix: all but the schedulers. */
UNSEEN static void withhold(const void *memory, int workers, long ops, lab_forbid *forbid)
{
	const struct state *state = memory;

	(void)ops;
	forbid(state, offsetof(struct state, crew));
	for (int i = 0; i < workers; i++)
		forbid(&state->crew[i].state, sizeof(struct crew) - offsetof(struct crew, state));
}

UNSEEN static void init(void *memory, int workers, long ops)
{
	struct state *state = memory;

	state->workers = workers;
	state->ops = ops;
	for (int i = 0; i < workers; i++) {
		state->crew[i].state = state;
		state->crew[i].kind = i % KINDS;
		state->crew[i].left.go_on = resume_left;
		state->crew[i].stranger.go_on = resume_stranger;
	}
}

/*
 * A worker that is a coroutine itself would be lost on the stack of another one: what pauses a worker
 * (the explorer, at any access) pauses what runs on the worker's own stack.
 */
static bool is_worker_a_coroutine(void)
{
	return coro_running() != NULL;
}

UNSEEN static void run(struct crew *crew, long jobs, bool spawns, bool reenters)
{
	for (long i = 0; i < jobs; i++)
		spawn(crew, (int)(i % 16), spawns, reenters && i == 0);
	crew->idle += scheduler_run(scheduler_of(crew)) != 0;
}

/* With more; with nobody; and then one stays in the queue. */
UNSEEN static void run_again(struct crew *crew, long jobs)
{
	run(crew, jobs, false, false);
	run(crew, 0, false, false);
	crew->refused += scheduler_spawn(scheduler_of(crew), &crew->left) != 0;
}

UNSEEN static void work(void *memory, int worker)
{
	struct state *state = memory;
	struct crew *crew = &state->crew[worker];

	crew->uses_coroutines = !is_worker_a_coroutine();
	scheduler_init(scheduler_of(crew));
	run(crew, state->ops, crew->kind == SPAWNS || crew->kind == SPAWNS_IN_ORDER,
	    crew->kind == AGAIN_AND_AGAIN);
	if (crew->kind == AGAIN_AND_AGAIN)
		run_again(crew, state->ops);
	scheduler_destroy(scheduler_of(crew));
	crew->strange += crew->left.go_on != resume_left;
	/* Nothing of it is left: what it still points to is lost. */
	memset(crew->scheduler, 0, sizeof crew->scheduler);
}

/* ---- outcomes ---- */

UNSEEN static int judge(const struct crew *crew)
{
	if (crew->refused > 0)
		return REFUSED;
	if (crew->reentered > 0)
		return INSIDE;
	if (crew->strange > 0)
		return STRANGE;
	if (crew->ghosts > 0)
		return AGAIN;
	if (crew->idle > 0)
		return IDLE;
	if (crew->finished != crew->spawned)
		return LOST;
	return crew->out_of_turn > 0 ? LATE : COMPLETE;
}

UNSEEN static double harm(const void *memory)
{
	const struct state *state = memory;
	long steps = 0;

	for (int i = 0; i < state->workers; i++)
		steps += state->crew[i].steps;
	return (double)(steps - state->total);
}

/* The worst. */
UNSEEN static int outcome(const void *memory)
{
	const struct state *state = memory;
	int worst = harm(memory) == 0 ? COMPLETE : PREEMPTED;

	for (int i = 0; i < state->workers; i++)
		if (judge(&state->crew[i]) > worst)
			worst = judge(&state->crew[i]);
	return worst;
}

INSIDE_RAW static const char *locate(const void *memory, const void *address)
{
	const struct state *state = memory;
	const char *byte = address;

	if (byte >= (const char *)&state->total && byte < (const char *)(&state->total + 1))
		return "the total";
	if (byte >= (const char *)state->crew &&
	    byte < (const char *)(state->crew + state->workers))
		return "a worker's scheduler";
	return NULL;
}

static const struct lab_outcome outcomes[] = {
	[COMPLETE] = {"complete", LAB_EXPECTED,
		      "all jobs were done in turn, and the total is right"},
	[PREEMPTED] =
		{"preempted", LAB_INTERESTING,
		 "all jobs were done, and the total lacks some: others ran between two pauses"},
	[LATE] = {"out of turn", LAB_FORBIDDEN, "a job was resumed before it was its turn"},
	[LOST] = {"lost", LAB_FORBIDDEN, "the scheduler ended, and some jobs had not finished"},
	[IDLE] = {"idle", LAB_FORBIDDEN, "the scheduler refused to run, and it was not running"},
	[AGAIN] = {"ran again", LAB_FORBIDDEN, "a job was resumed after it had finished"},
	[STRANGE] = {"strange", LAB_FORBIDDEN,
		     "something was resumed that was in no queue of a scheduler that runs"},
	[INSIDE] = {"ran inside", LAB_FORBIDDEN,
		    "the scheduler ran inside one of its own jobs, and did not refuse it"},
	[REFUSED] = {"refused", LAB_FORBIDDEN, "a job could not be spawned, and there was memory"},
	{NULL, 0, NULL},
};

static const struct lab_scene scenes[] = {
	{"broken", "A table of tasks, gone through again and again", "serial coroutines"},
	{"solution", "The solution: each worker schedules jobs of its own",
	 "serial threads processes coroutines"},
	{NULL, NULL, NULL},
};

static const struct lab_scene detection[] = {
	{"solution", "Threads have schedulers of their own, but share the total.", "threads"},
	{"solution", "Nobody runs between two pauses: there is no race to see.", "coroutines"},
	{NULL, NULL, NULL},
};

static const struct lab_exploration explorations[] = {
	{"broken", "Who comes behind one that finishes is passed over", 1, 3},
	{"solution", "Two schedulers at the same time, under every schedule there is", 2, 2},
	{NULL, NULL, 0, 0},
};

/* ---- claims ---- */

#define OUTCOME(how, who, where, what)                                       \
	{                                                                    \
		.kind = how, .variant = who, .model = where, .outcome = what \
	}

#define VALUE(how, which, curve, what, times)                                        \
	{                                                                            \
		.kind = how, .experiment = which, .subject = curve, .measure = what, \
		.limit = times                                                       \
	}

#define RATIO(how, which, curve, other, times)                                                    \
	{                                                                                         \
		.kind = how, .experiment = which, .subject = curve, .than = other, .limit = times \
	}

#define ALONE_BETWEEN_PAUSES                                                              \
	VALUE(LAB_VALUE_BELOW, "between", "coroutines, no pause inside", NULL, 1e-9),     \
		VALUE(LAB_VALUE_ABOVE, "between", "coroutines, a pause inside", NULL, 0), \
		VALUE(LAB_VALUE_ABOVE, "between", "threads (same core)", NULL, 0)

/* A yield that lets nobody run is no pause. */
#define CHEAP_PAUSES                                                                          \
	VALUE(LAB_GIVEN_ABOVE, "pause", "threads, sched_yield (same core)", "switches", 0.5), \
		RATIO(LAB_RATIO_ABOVE, "pause", "threads, sched_yield (same core)",           \
		      "coroutine, scheduler", 20),                                            \
		RATIO(LAB_RATIO_ABOVE, "pause", "threads, pipe (same core)",                  \
		      "coroutine, scheduler", 20)

#define WAITS(how, curve, what, other, times)                                                      \
	{                                                                                          \
		.kind = how, .experiment = "waits", .subject = curve, .measure = what, .at = 1000, \
		.than = other, .limit = times                                                      \
	}

static const struct lab_claim claims[] = {
	{.text = "A coroutine pauses only where it says so: between two pauses nobody else runs",
	 .condition = {ALONE_BETWEEN_PAUSES}},
	{.text = "Coroutines that share data lose nothing if they do not pause inside an update, "
		 "and lose if they do; threads lose where nothing pauses",
	 .condition = {OUTCOME(LAB_ALWAYS, "solution", "coroutines", "complete"),
		       VALUE(LAB_VALUE_BELOW, "between", "coroutines, no pause inside",
			     "updates lost per million", 1e-9),
		       VALUE(LAB_VALUE_ABOVE, "between", "coroutines, a pause inside",
			     "updates lost per million", 0),
		       VALUE(LAB_VALUE_ABOVE, "between", "threads (same core)",
			     "updates lost per million", 0)}},
	{.text = "An explicit pause is cheap: a thread's takes more than 20 times as long",
	 .condition = {CHEAP_PAUSES}},
	{.text = "A thousand waits of 10 ms take our event loop at most 1.5 times as long as libuv",
	 .condition = {WAITS(LAB_GIVEN_BELOW, "libuv", NULL, NULL, 20),
		       WAITS(LAB_RATIO_BELOW, "our event loop", NULL, "libuv", 1.5)}},
	{.text = "... and at most twice the processor time, a stack for each coroutine included",
	 .condition = {WAITS(LAB_RATIO_BELOW, "our event loop", "ms of CPU", "libuv", 2)}},
	{.text = "Round robin needs a queue: who removes from a table while it goes through it "
		 "passes somebody over",
	 .condition = {OUTCOME(LAB_ALWAYS, "solution", "serial", "complete"),
		       OUTCOME(LAB_NEVER, "broken", "serial", "complete")}},
	{.text = NULL},
};

static const struct lab_advice advice[] = {
	{.take = "coroutines",
	 .situation = LAB_CONTROL,
	 .why = "Between two pauses nobody else runs, and a pause costs a twentieth of a thread's "
		"or less.",
	 .condition = {ALONE_BETWEEN_PAUSES, CHEAP_PAUSES}},
	{.take = NULL},
};

const struct lab lab = {
	.title = "Coroutines pause where they say so",
	.about = "Workers have jobs that add to one total, step by step, and pause after each. Who "
		 "goes on is decided by a scheduler, which is a queue and a loop: yours, later. "
		 "Then what a pause costs, and what can come in between two of them, for "
		 "coroutines and for threads; and the same program on our event loop and on "
		 "libuv.",
	.workers = 4,
	.ops = 500,
	.quick_ops = 500,
	.most_ops = 100000,
	.frees_all = true,
	.is_cooperative = true,
	.state_size = state_size,
	.init = init,
	.withhold = withhold,
	.work = work,
	.outcome = outcome,
	.harm = harm,
	.harm_unit = "updates lost",
	.locate = locate,
	.outcomes = outcomes,
	.scenes = scenes,
	.detection = detection,
	.explorations = explorations,
	.claims = claims,
	.advice = advice,
};
