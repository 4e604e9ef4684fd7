/* picture.c: who has the lock and when (see picture.h). */
#include "subjects/picture.h"

#include "exec/crew.h"
#include "exec/exec.h"
#include "lab/bench.h"
#include "subjects/global_lock.h"

#define MS INT64_C(1000000)
#define INTERVAL (5 * MS) /* as CPython has it */
#define PIECE (MS / 10)
#define WAITS 8
#define WAIT (2 * MS)

static void *open_lock(enum lock_habit habit)
{
	struct global_lock *lock = exec_block_open(sizeof *lock);

	if (lock)
		global_lock_init(lock, habit, INTERVAL);
	return lock;
}

void *picture_open_retake(void)
{
	return open_lock(LOCK_RETAKE);
}

void *picture_open_hand_off(void)
{
	return open_lock(LOCK_HAND_OFF);
}

void picture_close(void *lock)
{
	exec_block_close(lock);
}

static void take(void *lock)
{
	global_lock_take(lock);
}

static void turn(void *lock)
{
	global_lock_turn(lock);
}

void picture_compute(void *arg, int task)
{
	struct global_lock *lock = arg;

	(void)task;
	crew_block(take, lock);
	for (int64_t done = 0; done < PICTURE_MS * MS; done += PIECE) {
		crew_compute(PIECE);
		if (atomic_load(&lock->is_wanted))
			crew_block(turn, lock);
	}
	global_lock_give(lock);
}

static void wait_often(struct global_lock *lock)
{
	for (int i = 0; i < WAITS; i++) {
		crew_sleep(WAIT);
		crew_block(take, lock);
		crew_compute(PIECE);
		global_lock_give(lock);
	}
}

void picture_convoy(void *lock, int task)
{
	struct lab_question across = {.placement = LAB_ACROSS_CORES};

	if (bench_cores() > 1)
		bench_pin(&across, task);
	if (task == 0)
		picture_compute(lock, task);
	else
		wait_often(lock);
}
