/* turns_readers.c: turns of which a share only reads, under locks that do or do not care. */
#include "subjects/crowd.h"

/* Evenly spread, and at other moments for each worker. */
static bool only_reads(const struct crowd *crowd, long turn)
{
	return turn * 37 % 100 < crowd->read_share;
}

static void visit(struct crowd *crowd, bool reads)
{
	if (reads)
		crowd_work(crowd->section);
	else
		crowd_section(crowd);
}

void turns_mutex_read(struct crowd *crowd, int number)
{
	for (long turn = number; !crowd_is_over(crowd); turn++) {
		pthread_mutex_lock(&crowd->mutex);
		visit(crowd, only_reads(crowd, turn));
		pthread_mutex_unlock(&crowd->mutex);
		crowd_count_turn(&crowd->worker[number]);
	}
}

void turns_futex_read(struct crowd *crowd, int number)
{
	for (long turn = number; !crowd_is_over(crowd); turn++) {
		futex_mutex_lock(&crowd->futex);
		visit(crowd, only_reads(crowd, turn));
		futex_mutex_unlock(&crowd->futex);
		crowd_count_turn(&crowd->worker[number]);
	}
}

void turns_rwlock_read(struct crowd *crowd, int number)
{
	for (long turn = number; !crowd_is_over(crowd); turn++) {
		bool reads = only_reads(crowd, turn);

		if (reads)
			pthread_rwlock_rdlock(&crowd->rwlock);
		else
			pthread_rwlock_wrlock(&crowd->rwlock);
		visit(crowd, reads);
		pthread_rwlock_unlock(&crowd->rwlock);
		crowd_count_turn(&crowd->worker[number]);
	}
}
