/*
 * global_lock.h: one lock for a whole interpreter, and three habits of giving it up.
 *
 * LOCK_TICKS: after every hundred instructions, and retaken at once: Python until 3.1.
 * LOCK_RETAKE: when somebody has waited for an interval and asks for it; retaken at once.
 * LOCK_HAND_OFF: the same, but who gave it up waits until another one has it: Python since 3.2
 * (there the interval is 5 ms, and this is called forced switching).
 */
#ifndef LAB10_GLOBAL_LOCK_H
#define LAB10_GLOBAL_LOCK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum lock_habit { LOCK_TICKS, LOCK_RETAKE, LOCK_HAND_OFF };

struct global_lock {
	enum lock_habit habit;
	int64_t interval_ns;
	atomic_bool is_wanted; /* somebody has waited for so long */
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t freed, taken;
	bool is_held;
	long turns; /* how often it was taken */
};

void global_lock_init(struct global_lock *lock, enum lock_habit habit, int64_t interval_ns);

/* Wait until it is free, and take it. */
void global_lock_take(struct global_lock *lock);

/* Give it back for a while: before a wait, or at the end. Waits for nobody. */
void global_lock_give(struct global_lock *lock);

/* Let another one have a turn, as the habit is, and take it again. Only the holder calls this. */
void global_lock_turn(struct global_lock *lock);

#endif
