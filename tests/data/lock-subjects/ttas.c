/* ttas.c: one at a time is in. (Its rests look at nothing, so they are no steps.) */
#include "../../../labs/lab04-locks/locks/ttas.h"

static struct ttas lock;

#define ENTER ttas_lock(&lock)
#define LEAVE ttas_unlock(&lock)
#include "turns.h"
