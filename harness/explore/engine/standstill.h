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

#endif
