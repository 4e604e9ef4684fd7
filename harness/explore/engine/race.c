/* race.c: the happens-before race detector (see race.h). */
#include "explore/engine/race.h"

#include "base/die.h"
#include "explore/engine/engine.h"
#include "explore/engine/shadow.h"

#include <string.h>
#include <sys/mman.h>

/* An access that a later one could still race with. Number 0 is none. */
struct past {
	uint64_t pc;
	uint32_t time; /* of the thread's clock */
	uint32_t next; /* of the same granule */
	uint8_t thread;
	uint8_t bytes; /* bit i: byte i of the granule */
	uint8_t access;
	uint8_t size;
};

#define PASTS (1u << 22) /* address space for them; what is used is touched */
#define RACY_SLOTS 256	 /* a power of two, more than twice RACE_MOST * 2 */

static struct {
	struct race_list *list;
	struct past *past;
	uint32_t used;
	uint32_t racy_count; /* of list->count, those whose places are in racy[] */
	uint64_t racy[RACY_SLOTS];
} races;

static bool is_write(unsigned access)
{
	return access & ACCESS_WRITE;
}

static bool is_atomic(unsigned access)
{
	return access & ACCESS_ATOMIC_READ;
}

/* ---- the places that raced ---- */

static uint64_t *racy_slot(uint64_t pc)
{
	uint64_t i = pc * UINT64_C(0x9E3779B97F4A7C15) >> 56;

	while (races.racy[i % RACY_SLOTS] && races.racy[i % RACY_SLOTS] != pc)
		i++;
	return &races.racy[i % RACY_SLOTS];
}

static void index_racy_places(void)
{
	for (; races.racy_count < races.list->count; races.racy_count++) {
		const struct race *race = &races.list->at[races.racy_count];

		*racy_slot(race->first.pc) = race->first.pc;
		*racy_slot(race->second.pc) = race->second.pc;
	}
}

bool race_is_racy(uintptr_t pc)
{
	return races.racy_count > 0 && *racy_slot(pc) == pc;
}

void race_begin(struct race_list *list)
{
	if (races.list != list || list->count < races.racy_count) { /* another search */
		races.list = list;
		races.racy_count = 0;
		memset(races.racy, 0, sizeof races.racy);
	}
	index_racy_places();
	if (!races.past) {
		races.past = mmap(NULL, PASTS * sizeof *races.past, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (races.past == MAP_FAILED)
			die_system("no memory to remember accesses");
	}
	races.used = 1;
	shadow_begin();
}

static bool is_known(const struct race_list *list, uint64_t first_pc, uint64_t second_pc)
{
	for (uint32_t i = 0; i < list->count; i++) {
		const struct race *race = &list->at[i];

		if ((race->first.pc == first_pc && race->second.pc == second_pc) ||
		    (race->first.pc == second_pc && race->second.pc == first_pc))
			return true;
	}
	return false;
}

void race_merge(struct race_list *into, const struct race_list *from)
{
	for (uint32_t i = 0; i < from->count && into->count < RACE_MOST; i++) {
		const struct race *race = &from->at[i];

		if (!is_known(into, race->first.pc, race->second.pc))
			into->at[into->count++] = *race;
	}
}

static void add_race(const struct past *past, uintptr_t granule, const struct race_side *now)
{
	struct race *race = &races.list->at[races.list->count];
	unsigned offset = (unsigned)__builtin_ctz(past->bytes);

	race->first = (struct race_side){.thread = past->thread,
					 .size = past->size,
					 .address = granule + offset,
					 .pc = past->pc,
					 .writes = is_write(past->access),
					 .atomic = is_atomic(past->access),
					 .frees = past->access == ACCESS_FREE};
	race->second = *now;
	races.list->count++;
	index_racy_places();
}

static void found_race(const struct past *past, uintptr_t granule, const struct race_side *now)
{
	bool is_new = !is_known(races.list, past->pc, now->pc) && races.list->count < RACE_MOST;

	if (is_new)
		add_race(past, granule, now);
	engine_note_raced(is_new);
}

/* ---- the accesses ---- */

static uint32_t new_past(void)
{
	if (races.used == PASTS)
		engine_fail(FAILURE_TOO_LONG, 0, NULL,
			    "the program accesses more memory in one schedule than can be watched");
	return races.used++;
}

static bool is_ordered(const struct past *past, const struct thread *self)
{
	return past->time <= self->clock.at[past->thread];
}

/* Whatever races with `past` from now on races with the access of `bytes` now, too. */
static bool is_covered(const struct past *past, unsigned bytes, unsigned access)
{
	return (past->bytes & ~bytes) == 0 && (is_write(access) || !is_write(past->access)) &&
	       (!is_atomic(access) || is_atomic(past->access));
}

static bool conflicts(const struct past *past, unsigned bytes, unsigned access)
{
	return past->bytes & bytes && (is_write(past->access) || is_write(access)) &&
	       !(is_atomic(past->access) && is_atomic(access));
}

static _Noreturn void used_after_free(const struct past *past, const struct race_side *now)
{
	if (now->frees)
		engine_fail(FAILURE_DOUBLE_FREE, (uintptr_t)now->pc,
			    (void *)(uintptr_t)now->address, "T%d frees {%p}, which T%d has freed",
			    now->thread, (void *)(uintptr_t)now->address, past->thread);
	engine_fail(FAILURE_USE_AFTER_FREE, (uintptr_t)now->pc, (void *)(uintptr_t)now->address,
		    "T%d %s {%p}, which T%d has freed", now->thread,
		    now->writes ? "writes" : "reads", (void *)(uintptr_t)now->address,
		    past->thread);
}

/* What another process has written there, this one does not see. */
static void check_privacy(const struct past *past, unsigned bytes, const struct race_side *now)
{
	if (past->thread == 0 || past->thread == now->thread || !(past->bytes & bytes) ||
	    !is_write(past->access) || !engine_is_private((void *)(uintptr_t)now->address))
		return;
	engine_fail(FAILURE_MISUSE, (uintptr_t)now->pc, (void *)(uintptr_t)now->address,
		    "T%d and T%d stand for processes, and both use {%p}, which they do not share",
		    past->thread, now->thread, (void *)(uintptr_t)now->address);
}

static void access_granule(uintptr_t granule, unsigned bytes, unsigned access,
			   const struct race_side *now)
{
	struct thread *self = engine_self();
	uint32_t *head = shadow_at(granule);
	uint32_t *link = head;
	uint32_t free = 0;

	while (*link) {
		struct past *past = &races.past[*link];
		bool ordered = past->thread == self->id || is_ordered(past, self);

		check_privacy(past, bytes, now);
		if (!ordered && conflicts(past, bytes, access))
			found_race(past, granule, now);
		if (past->access == ACCESS_FREE && past->bytes & bytes)
			used_after_free(past, now);
		if (ordered && is_covered(past, bytes, access)) {
			free = *link;
			*link = past->next;
		} else {
			link = &past->next;
		}
	}
	if (!free)
		free = new_past();
	races.past[free] = (struct past){.pc = now->pc,
					 .time = self->clock.at[self->id],
					 .next = *head,
					 .thread = (uint8_t)self->id,
					 .bytes = (uint8_t)bytes,
					 .access = (uint8_t)access,
					 .size = (uint8_t)(now->size > 255 ? 0 : now->size)};
	*head = free;
}

void race_access(const void *address, size_t size, enum access access, uintptr_t pc)
{
	const struct race_side now = {.thread = engine_self()->id,
				      .size = (uint32_t)size,
				      .address = (uintptr_t)address,
				      .pc = pc,
				      .writes = is_write(access),
				      .atomic = is_atomic(access),
				      .frees = access == ACCESS_FREE};
	uintptr_t at = (uintptr_t)address, end = at + size;

	while (at < end) {
		uintptr_t granule = at & ~(uintptr_t)(SHADOW_GRANULE - 1);
		uintptr_t stop = granule + SHADOW_GRANULE < end ? granule + SHADOW_GRANULE : end;
		unsigned bytes = ((1u << (stop - granule)) - 1) & ~((1u << (at - granule)) - 1);

		access_granule(granule, bytes, access, &now);
		at = stop;
	}
}
