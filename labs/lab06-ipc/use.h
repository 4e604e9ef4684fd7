/* use.h: messages as the lab's programs make and judge them (lab.c, history.c, kill.c). */
#ifndef LAB06_USE_H
#define LAB06_USE_H

#include "api.h"

#include <stdbool.h>

/* FNV-1a (Fowler, Noll, Vo) over all that comes before the checksum. */
static inline uint64_t message_sum(const struct message *message)
{
	uint64_t sum = 14695981039346656037u;

	sum = (sum ^ (uint64_t)message->sender) * 1099511628211u;
	sum = (sum ^ (uint64_t)message->number) * 1099511628211u;
	for (size_t i = 0; i < sizeof message->body / sizeof *message->body; i++)
		sum = (sum ^ message->body[i]) * 1099511628211u;
	return sum;
}

static inline struct message message_make(int sender, int number)
{
	struct message message = {.sender = sender, .number = number};

	for (size_t i = 0; i < sizeof message.body / sizeof *message.body; i++)
		message.body[i] = ((uint64_t)sender << 40) + ((uint64_t)number << 8) + i;
	message.check = message_sum(&message);
	return message;
}

static inline bool message_is_whole(const struct message *message)
{
	return message->check == message_sum(message);
}

#endif
