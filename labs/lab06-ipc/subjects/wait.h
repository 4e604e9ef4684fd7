/* wait.h: waiting for a word in shared memory, bounded by the life of the other process. */
#ifndef LAB06_WAIT_H
#define LAB06_WAIT_H

#include "channel.h"
#include "spsc.h"

/*
 * Wait until *word is `wanted`. `own` says that we sleep; whoever changes the word calls
 * wait_wake(other side) after it. Returns false if the other process has died.
 */
bool wait_until(struct channel *channel, atomic_uint *word, unsigned wanted, struct spsc_side *own,
		const struct spsc_side *other);

/* Wake the other side, if it sleeps, and say where we run; not called with SPSC_SPIN. */
void wait_wake(struct spsc_side *own, struct spsc_side *other);

#endif
