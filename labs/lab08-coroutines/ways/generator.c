/*
 * generator.c: the pause, simulated by generators (see pauses.h). A task is a generator: to hand out a
 * value is to pause, and whoever asks for the next value lets it go on.
 */
#include "ways/pauses.h"

#include "base/die.h"
#include "coro/generator.h"

#include <stddef.h>

/* DOC: a task hands out nothing but its pause */
static void task(struct generator *self, void *arg)
{
	struct party *party = arg;

	while (party_goes_on(party))
		generator_yield(self, NULL);
}

/* DOC: who asks in turn is a scheduler */
void pauses_by_generators(struct party *party, int parties)
{
	struct generator *generator[PAUSES_PARTIES];
	int left = parties;
	void *nothing;

	for (int i = 0; i < parties; i++) {
		generator[i] = generator_create("task", task, &party[i]);
		if (!generator[i])
			die_system("cannot make a generator");
	}
	while (left > 0) {
		left = 0;
		for (int i = 0; i < parties; i++)
			left += generator_next(generator[i], &nothing);
	}
	for (int i = 0; i < parties; i++)
		generator_destroy(generator[i]);
}
