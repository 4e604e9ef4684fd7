/* turns_data.c: turns at data that need no lock, or many: counters and lists. */
#include "subjects/crowd.h"

void turns_atomic(struct crowd *crowd, int number)
{
	while (!crowd_is_over(crowd)) {
		atomic_fetch_add_explicit(&crowd->atomic_counter, 1, memory_order_relaxed);
		crowd_count_turn(&crowd->worker[number]);
	}
}

void turns_sharded(struct crowd *crowd, int number)
{
	while (!crowd_is_over(crowd)) {
		sharded_add(&crowd->sharded, number, 1);
		crowd_count_turn(&crowd->worker[number]);
	}
}

/* Each looks for keys all over the list; every eighth time it puts its own node in or out. */
static long next_key(long turn, int number)
{
	return (turn * 61 + number * 17) % (2L * CROWD_NODES);
}

static void note(struct crowd_worker *me, bool found)
{
	if (found)
		atomic_store_explicit(&me->found, 1, memory_order_relaxed);
}

void turns_list_coarse(struct crowd *crowd, int number)
{
	struct crowd_worker *me = &crowd->worker[number];

	for (long turn = 0; !crowd_is_over(crowd); turn++) {
		if (turn % 8 == 0)
			sorted_list_toggle_coarsely(&crowd->list, &me->own);
		else
			note(me,
			     sorted_list_contains_coarsely(&crowd->list, next_key(turn, number)));
		crowd_count_turn(me);
	}
}

void turns_list_fine(struct crowd *crowd, int number)
{
	struct crowd_worker *me = &crowd->worker[number];

	for (long turn = 0; !crowd_is_over(crowd); turn++) {
		if (turn % 8 == 0)
			sorted_list_toggle_finely(&crowd->list, &me->own);
		else
			note(me, sorted_list_contains_finely(&crowd->list, next_key(turn, number)));
		crowd_count_turn(me);
	}
}
