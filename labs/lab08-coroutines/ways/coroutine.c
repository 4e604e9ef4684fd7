/* coroutine.c: parties (pauses.h) as coroutines, of a plain scheduler and of an event loop. */
#include "ways/pauses.h"

#include "base/die.h"
#include "coro/loop.h"
#include "coro/sched.h"

/* DOC: a task that pauses */
static void task(void *arg)
{
	struct party *party = arg;

	while (party_goes_on(party))
		coro_yield();
}

void pauses_by_scheduler(struct party *party, int parties)
{
	struct sched *sched = sched_create();

	if (!sched)
		die_system("no scheduler");
	for (int i = 0; i < parties; i++)
		if (!sched_spawn(sched, "task", task, &party[i]))
			die_system("no coroutine");
	sched_run(sched);
	sched_destroy(sched);
}

static void task_of_loop(void *arg)
{
	struct party *party = arg;

	while (party_goes_on(party))
		loop_pause();
}

void pauses_by_loop(struct party *party, int parties)
{
	struct loop *loop = loop_create();

	if (!loop)
		die_system("no event loop");
	for (int i = 0; i < parties; i++)
		if (loop_spawn(loop, "task", task_of_loop, &party[i]) != 0)
			die_system("no coroutine");
	loop_run(loop);
	loop_destroy(loop);
}
