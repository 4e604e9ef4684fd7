/*
 * picture.h: who has the lock and when: tasks for the timelines of lab10. Instead of instructions they
 * compute pieces of a tenth of a millisecond, after each of which they look whether the lock is wanted.
 */
#ifndef LAB10_PICTURE_H
#define LAB10_PICTURE_H

/* For struct lab_timeline's open and close: a lock in shared memory, of either habit. */
void *picture_open_retake(void);
void *picture_open_hand_off(void);
void picture_close(void *lock);

#define PICTURE_MS 30 /* what a computing task takes alone */

/* Two that compute. */
void picture_compute(void *lock, int task);

/* Task 0 computes; task 1 waits for something outside again and again. Each on a core of its own. */
void picture_convoy(void *lock, int task);

#endif
