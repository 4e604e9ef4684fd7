/* parking_ticket.c: one at a time is in, and nobody sleeps on. */
#include "../../../labs/lab04-locks/locks/parking_ticket.h"

static struct parking_ticket lock;

#define ENTER parking_ticket_lock(&lock)
#define LEAVE parking_ticket_unlock(&lock)
#include "turns.h"
