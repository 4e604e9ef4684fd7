/*
 * history.c: what happens in a round-robin scheduler must look like one queue: to spawn is to join its
 * end, to be resumed is to leave its front, to pause is to join the end again; at last it is empty.
 *
 * One worker has tasks, the last one. If it is the only one, they pause and do nothing else; if it is the
 * second, each of them spawns two others, too.
 */
#include "api.h"

#include "linear/scenario.h"
#include "tsan/inside.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>

#define MOST_ACTORS 16
/* Of what a diagram of the fix's steps need not show. */
#define UNSEEN INSIDE_RAW

enum { SPAWN, RESUME, PAUSE, END };

struct actor {
	struct task task;
	struct stage *stage;
	int number, pauses;
	bool spawns;
};

struct stage {
	alignas(64) unsigned char scheduler[SCHEDULER_ROOM];
	int workers, actors;
	struct linear_history *history;
	struct actor actor[MOST_ACTORS];
};

static size_t state_size(int workers, long ops)
{
	(void)workers;
	(void)ops;
	return sizeof(struct stage);
}

/* Not for the fix: all but the scheduler and the tasks. */
UNSEEN static void withhold(const void *memory, void (*forbid)(const void *start, size_t size))
{
	const struct stage *stage = memory;

	forbid(&stage->workers, offsetof(struct stage, actor) - offsetof(struct stage, workers));
	for (int i = 0; i < MOST_ACTORS; i++)
		forbid(&stage->actor[i].stage,
		       sizeof(struct actor) - offsetof(struct actor, stage));
}

UNSEEN static void init(void *memory, int workers, long ops)
{
	struct stage *stage = memory;

	(void)ops;
	stage->workers = workers;
	scheduler_init((struct scheduler *)(void *)stage->scheduler);
}

/* Returns false when there is no room: that is more than any queue would do. */
UNSEEN static bool note(struct stage *stage, int what, int number)
{
	if (stage->history->count == LINEAR_CALLS)
		return false;
	linear_end(stage->history, linear_begin(stage->history, 0, what, number), 0);
	return true;
}

UNSEEN static void spawn(struct stage *stage, int pauses, bool spawns);

UNSEEN static enum task_state go_on(struct task *task)
{
	struct actor *actor = (struct actor *)(void *)task; /* its first member */
	struct stage *stage = actor->stage;

	if (!note(stage, RESUME, actor->number))
		return TASK_FINISHED;
	for (int i = 0; actor->spawns && i < 2; i++)
		spawn(stage, (actor->pauses + i) % 2, false);
	actor->spawns = false;
	if (actor->pauses-- <= 0)
		return TASK_FINISHED;
	note(stage, PAUSE, actor->number);
	return TASK_PAUSED;
}

UNSEEN static void spawn(struct stage *stage, int pauses, bool spawns)
{
	struct actor *actor = &stage->actor[stage->actors++];

	*actor = (struct actor){.task = {.go_on = go_on},
				.stage = stage,
				.number = stage->actors,
				.pauses = pauses,
				.spawns = spawns};
	note(stage, SPAWN, actor->number);
	scheduler_spawn((struct scheduler *)(void *)stage->scheduler, &actor->task);
}

UNSEEN static void work(void *memory, int worker, long ops, struct linear_history *history)
{
	struct stage *stage = memory;

	if (worker != stage->workers - 1)
		return;
	stage->history = history;
	for (int i = 0; i < (int)ops; i++)
		spawn(stage, (i + 1) % 3, worker > 0);
	scheduler_run((struct scheduler *)(void *)stage->scheduler);
}

UNSEEN static void finish(void *memory, int workers, struct linear_history *history)
{
	struct stage *stage = memory;

	(void)workers;
	(void)history;
	note(stage, END, 0);
	scheduler_destroy((struct scheduler *)(void *)stage->scheduler);
}

struct queue {
	int count;
	unsigned char number[LINEAR_CALLS];
};

static bool leave(struct queue *queue, int64_t number)
{
	if (queue->count == 0 || queue->number[0] != number)
		return false;
	queue->count--;
	for (int i = 0; i < queue->count; i++)
		queue->number[i] = queue->number[i + 1];
	return true;
}

static bool apply(void *memory, const struct linear_call *call)
{
	struct queue *queue = memory;

	switch (call->what) {
	case SPAWN:
	case PAUSE:
		queue->number[queue->count++] = (unsigned char)call->argument;
		return true;
	case RESUME:
		return leave(queue, call->argument);
	default:
		return queue->count == 0;
	}
}

static void describe(const struct linear_call *call, char *text, size_t size)
{
	static const char *const names[] = {
		[SPAWN] = "spawn", [RESUME] = "resume", [PAUSE] = "pause"};

	if (call->what == END)
		snprintf(text, size, "the end");
	else
		snprintf(text, size, "%s %d", names[call->what], (int)call->argument);
}

const struct linear_scenario linear_scenario = {
	.state_size = state_size,
	.withhold = withhold,
	.init = init,
	.work = work,
	.finish = finish,
	.model = {.size = sizeof(struct queue), .apply = apply, .describe = describe},
};
