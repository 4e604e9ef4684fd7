/*
 * race.h: the happens-before race detector, and the shadow memory it keeps.
 *
 * As FastTrack (Flanagan and Freund, PLDI 2009), but with exact bytes: for every 8 bytes of memory
 * a short list of the accesses that a later one could still race with, so that neighbours in one
 * word are never confused and nothing is forgotten. A race is two accesses of different threads to
 * a common byte, at least one a write, not both atomic, with no happens-before between them.
 */
#ifndef EXPLORE_ENGINE_RACE_H
#define EXPLORE_ENGINE_RACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum access {
	ACCESS_READ = 0,
	ACCESS_WRITE = 1,
	ACCESS_ATOMIC_READ = 2,
	ACCESS_ATOMIC_WRITE = 3,
	ACCESS_FREE = 5, /* a write after which nobody may come */
};

struct race_side {
	int32_t thread;
	uint32_t size;
	uint64_t address;
	uint64_t pc;
	bool writes, atomic, frees;
};

/* The two accesses, in the order of the schedule that showed them. */
struct race {
	struct race_side first, second;
};

#define RACE_MOST 32

/* The races of a search, each pair of places once; lives in memory that survives a crash. */
struct race_list {
	uint32_t count; /* at most RACE_MOST are kept */
	struct race at[RACE_MOST];
};

/* A new schedule begins; races are added to `list`. */
void race_begin(struct race_list *list);

/*
 * The running thread accesses `size` bytes. Called when it really does, after every pause.
 * Notes a race (engine_note_race); ends the schedule (engine_fail) if the bytes have been freed.
 */
void race_access(const void *address, size_t size, enum access access, uintptr_t pc);

/* Add the races that are new there, as far as there is room. */
void race_merge(struct race_list *into, const struct race_list *from);

/* Whether the access at `pc` took part in a race of the list: then it is a decision. */
bool race_is_racy(uintptr_t pc);

#endif
