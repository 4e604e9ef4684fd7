/* due.c: answers that are not due yet, in a heap: the parent of place i is at (i - 1) / 2, and due first. */
#include "server/internal.h"

#include <stdlib.h>

static bool is_before(const struct due_answer *one, const struct due_answer *other)
{
	return one->due != other->due ? one->due < other->due : one->order < other->order;
}

static bool make_room(struct due *due)
{
	size_t room = due->room ? 2 * due->room : 256;
	struct due_answer *larger;

	if (due->count < due->room)
		return true;
	larger = realloc(due->heap, room * sizeof *larger);
	if (!larger)
		return false;
	due->heap = larger;
	due->room = room;
	return true;
}

int due_add(struct due *due, struct due_answer answer)
{
	size_t place;

	if (!make_room(due))
		return -1;
	answer.order = due->asked++;
	place = due->count++;
	while (place > 0 && is_before(&answer, &due->heap[(place - 1) / 2])) {
		due->heap[place] = due->heap[(place - 1) / 2];
		place = (place - 1) / 2;
	}
	due->heap[place] = answer;
	return 0;
}

const struct due_answer *due_next(const struct due *due)
{
	return due->count > 0 ? due->heap : NULL;
}

/* The last one goes to where the first was, and down from there. */
void due_remove_next(struct due *due)
{
	struct due_answer moved = due->heap[--due->count];
	size_t place = 0, child;

	while ((child = 2 * place + 1) < due->count) {
		if (child + 1 < due->count && is_before(&due->heap[child + 1], &due->heap[child]))
			child++;
		if (is_before(&moved, &due->heap[child]))
			break;
		due->heap[place] = due->heap[child];
		place = child;
	}
	due->heap[place] = moved;
}
