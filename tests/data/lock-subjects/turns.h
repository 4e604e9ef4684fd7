/*
 * turns.h: the main function of an exploration of one lock: THREADS threads take TURNS turns each.
 * Two in the section at once are a data race on `inside`, and a lost addition.
 *
 * The includer defines ENTER and LEAVE, statements with a lock of its own.
 */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#ifndef THREADS
#define THREADS 2
#endif
#ifndef TURNS
#define TURNS 2
#endif

static int inside;

static void *take_turns(void *unused)
{
	for (int turn = 0; turn < TURNS; turn++) {
		ENTER;
		inside++;
		LEAVE;
	}
	return unused;
}

int main(void)
{
	pthread_t thread[THREADS];

	for (int i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, take_turns, NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	assert(inside == THREADS * TURNS);
	return 0;
}
