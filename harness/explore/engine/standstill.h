/* standstill.h: nobody can go on. Why? Says who waits for whom and where, and ends the schedule. */
#ifndef EXPLORE_ENGINE_STANDSTILL_H
#define EXPLORE_ENGINE_STANDSTILL_H

#include <stdbool.h>
#include <stdint.h>

/* All threads that have not ended wait for each other, or for nobody. */
_Noreturn void standstill_deadlock(void);

/* The threads in `mask` repeat themselves forever. */
_Noreturn void standstill_livelock(uint64_t mask);

/* Thread `id` waits for another, or spins until another goes on, where no thread should have to. */
_Noreturn void standstill_needless(int id, bool spins);

/* Coroutine `id` blocks the OS thread that runs them all, or repeats itself without ever pausing. */
_Noreturn void standstill_blocks_all(int id);
_Noreturn void standstill_never_pauses(int id);

/*
 * Thread `id` looks again and again where it should sleep: exactly alike, or so often with a count,
 * or, when `rounds` is 0, in a lock that is made so.
 */
_Noreturn void standstill_spins(int id, unsigned rounds);

/* Thread `id` waits in a call that must not wait. */
_Noreturn void standstill_hurried(int id);

/* Nobody is left to wake thread `id`: only its timeout would let it look again. */
_Noreturn void standstill_times_out(int id);

#endif
