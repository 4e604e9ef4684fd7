/*
 * replay.c: as a schedule's run lengths say. Strictly, to show a failure again: then every
 * deviation is remembered. Or tolerantly (depth 1), to try a changed schedule: who cannot go on is
 * skipped.
 */
#include "explore/engine/oracle.h"

#include "explore/engine/schedule.h"

struct memory {
	bool tolerant;
	bool deviated;
	uint32_t segment, taken; /* the current one, and how many of its steps */
	struct schedule schedule;
};

static void begin(void *arg, const struct oracle_settings *settings)
{
	struct memory *memory = arg;

	memory->tolerant = settings->depth != 0;
	memory->schedule = *settings->schedule;
}

/* Main's first step is no decision. */
static bool next(void *arg)
{
	struct memory *memory = arg;

	memory->segment = 0;
	memory->taken = 1;
	memory->deviated = memory->schedule.count == 0 || memory->schedule.at[0].actor != 0;
	return true;
}

/* The segment whose step is next; NULL at the end. */
static const struct segment *current(struct memory *memory)
{
	const struct schedule *schedule = &memory->schedule;

	while (memory->segment < schedule->count &&
	       memory->taken >= schedule->at[memory->segment].count) {
		memory->segment++;
		memory->taken = 0;
	}
	return memory->segment < schedule->count ? &schedule->at[memory->segment] : NULL;
}

static int go_on(const struct choice *choice)
{
	if (choice->current >= 0 && choice->possible >> choice->current & 1)
		return choice->current;
	return __builtin_ctzll(choice->possible);
}

static int choose(void *arg, const struct choice *choice)
{
	struct memory *memory = arg;
	const struct segment *segment;

	while ((segment = current(memory))) {
		if (choice->possible >> segment->actor & 1) {
			memory->taken++;
			return (int)segment->actor;
		}
		memory->deviated = true;
		memory->segment++;
		memory->taken = 0;
	}
	memory->deviated = true;
	return go_on(choice);
}

static void end(void *arg, const struct run_view *run)
{
	struct memory *memory = arg;

	(void)run;
	if (current(memory))
		memory->deviated = true;
}

bool oracle_replay_matched(const void *memory)
{
	return !((const struct memory *)memory)->deviated;
}

const struct oracle oracle_replay = {"replay", sizeof(struct memory), begin, next, choose, end};
