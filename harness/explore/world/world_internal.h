/* world_internal.h: what the files of the world share. */
#ifndef EXPLORE_WORLD_INTERNAL_H
#define EXPLORE_WORLD_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* A new schedule begins. */
void clock_reset(void);

/* A timeout has come: the virtual clock shows at least this. */
void clock_reach(const struct timespec *until);

/*
 * Where threads stand for processes: an object that is not shared must have one user, main aside.
 * `user` is the first one + 1, or 0.
 */
void check_sharing(int *user, bool shared, const char *what, const void *address, uintptr_t pc);

#endif
