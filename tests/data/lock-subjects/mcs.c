/* mcs.c: one at a time is in, and nobody waits for one that has gone. */
#include "../../../labs/lab04-locks/locks/mcs.h"

static struct mcs lock;

#define ENTER                 \
	struct mcs_node node; \
	mcs_lock(&lock, &node)
#define LEAVE mcs_unlock(&lock, &node)
#include "turns.h"
