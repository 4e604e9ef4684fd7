/*
 * api.h: lab08's scheduler, and what a fix must provide.
 *
 * A scheduler has one queue. Who is spawned goes to its end; whoever is at its front is resumed next, and
 * goes back to the end when it has paused: round robin. Whoever has finished is gone. There may be
 * several schedulers, which know nothing of each other; each is used by one worker.
 */
#ifndef LAB08_API_H
#define LAB08_API_H

#include <stddef.h>

enum task_state { TASK_PAUSED, TASK_FINISHED };

/*
 * Something that runs, pauses, goes on... A coroutine or a state machine: the scheduler cannot tell. It
 * belongs to whoever spawned it until it has finished.
 */
struct task {
	enum task_state (*go_on)(struct task *task);
	/*
	 * For the scheduler to use, from the task's spawn until it has finished; before, it is
	 * anything.
	 */
	struct task *next;
};

/*
 * Given: the switch. The task runs until it pauses or has finished; this says which. Meanwhile it may
 * spawn others. Who has finished must be left alone, also by those who only look: its memory is somebody
 * else's now.
 */
static inline enum task_state task_resume(struct task *task)
{
	return task->go_on(task);
}

struct scheduler; /* the fix defines it */

/* The most bytes a fix's struct scheduler may have. What else it needs it allocates. */
#define SCHEDULER_ROOM 16384

/* sizeof(struct scheduler), so that the lab can check it. */
extern const size_t scheduler_size;

/* Make `scheduler`, which is zeroed memory, one without tasks. */
void scheduler_init(struct scheduler *scheduler);

/*
 * Put a task at the end of the queue: before the scheduler runs, or while it runs, from inside one of its
 * tasks (which comes behind those that it has spawned when it pauses). There may be any number of tasks,
 * and a turn takes no longer when there are many. Returns 0, or -1 when there is no memory.
 */
int scheduler_spawn(struct scheduler *scheduler, struct task *task);

/*
 * Resume the tasks in turn, until all have finished; then more may be spawned, and it may run again.
 * Returns 0, at once if there are none. From inside one of its own tasks it does nothing and
 * returns -1.
 */
int scheduler_run(struct scheduler *scheduler);

/* Free what the scheduler has allocated. It is not running; tasks in its queue are left where they are. */
void scheduler_destroy(struct scheduler *scheduler);

#endif
