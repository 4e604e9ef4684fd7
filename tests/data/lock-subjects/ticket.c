/* ticket.c: one at a time is in. */
#include "../../../labs/lab04-locks/locks/ticket.h"

static struct ticket lock;

#define ENTER ticket_lock(&lock)
#define LEAVE ticket_unlock(&lock)
#include "turns.h"
