/*
 * bench.c: the experiments of lab04 (see harness/lab/lab.h): which locks, how many workers, how
 * long the section. What is measured is in subjects/.
 */
#include "lab/bench.h"

#include "subjects/crowd.h"

#define SHORT_NS 100	/* a section of a few lines */
#define FAIR_NS 1000	/* where waits are timed: the clock's own time does not count then */
#define CROWDED 8	/* workers, where the parameter is another: more than most small machines */
#define READERS 4	/* workers of the reading experiment */
#define READING_NS 2000 /* what one of its turns takes */

/* ---- how subjects are asked ---- */

struct kind {
	crowd_turns *turns;
	bool are_processes;
};

static void measure(const struct lab_question *question, struct crowd *crowd,
		    struct lab_sample *sample)
{
	const struct kind *kind = question->subject->argument;

	crowd->are_processes = kind->are_processes;
	crowd_measure(crowd, kind->turns, sample);
	crowd_close(crowd);
}

/* The parameter is the number of workers. */
static void measure_workers(const struct lab_question *question, struct lab_sample *sample)
{
	struct crowd *crowd = crowd_open(sample);

	if (!crowd)
		return;
	crowd->workers = (int)question->parameter;
	crowd->section = crowd_steps(SHORT_NS);
	crowd->rest = crowd->section;
	measure(question, crowd, sample);
}

/* The same without any work beside the turn itself. */
static void measure_bare(const struct lab_question *question, struct lab_sample *sample)
{
	struct crowd *crowd = crowd_open(sample);

	if (!crowd)
		return;
	crowd->workers = (int)question->parameter;
	measure(question, crowd, sample);
}

/* The parameter is the length of the section in nanoseconds. */
static void measure_section(const struct lab_question *question, struct lab_sample *sample)
{
	struct crowd *crowd = crowd_open(sample);

	if (!crowd)
		return;
	crowd->workers = CROWDED;
	crowd->section = crowd_steps(question->parameter);
	measure(question, crowd, sample);
}

/* The value is the longest wait: it is what is asked for, and what fairness is about. */
static void measure_wait(const struct lab_question *question, struct lab_sample *sample)
{
	struct crowd *crowd = crowd_open(sample);

	if (!crowd)
		return;
	crowd->workers = (int)question->parameter;
	crowd->section = crowd_steps(FAIR_NS);
	crowd->is_timed = true;
	measure(question, crowd, sample);
	sample->value = sample->extra[CROWD_LONGEST_WAIT];
}

/* The parameter is the share of turns that only read, in percent. */
static void measure_reading(const struct lab_question *question, struct lab_sample *sample)
{
	struct crowd *crowd = crowd_open(sample);

	if (!crowd)
		return;
	crowd->workers = READERS;
	crowd->read_share = (int)question->parameter;
	crowd->section = crowd_steps(READING_NS);
	measure(question, crowd, sample);
}

/* ---- what is measured ---- */

/* A subject whose workers are threads, and one whose workers are processes. */
#define THREADS(name, how, what)                                                \
	{                                                                       \
		.label = name, .measure = how, .argument = &(const struct kind) \
		{                                                               \
			.turns = what                                           \
		}                                                               \
	}
#define PROCESSES(name, how, what)                                              \
	{                                                                       \
		.label = name, .measure = how, .argument = &(const struct kind) \
		{                                                               \
			.turns = what, .are_processes = true                    \
		}                                                               \
	}

static const struct lab_subject kinds[] = {
	THREADS("pthread mutex", measure_workers, turns_mutex),
	THREADS("unlocked (wrong)", measure_workers, turns_unlocked),
	THREADS("adaptive mutex", measure_workers, turns_adaptive),
	THREADS("futex mutex", measure_workers, turns_futex),
	THREADS("pthread spin", measure_workers, turns_spin),
	THREADS("TTAS", measure_workers, turns_ttas),
	THREADS("rwlock, writing", measure_workers, turns_rwlock),
	THREADS("ticket", measure_workers, turns_ticket),
	THREADS("MCS", measure_workers, turns_mcs),
	THREADS("parking ticket", measure_workers, turns_parking),
	{.label = NULL},
};

static const struct lab_subject between[] = {
	PROCESSES("pthread mutex", measure_workers, turns_mutex),
	PROCESSES("unlocked (wrong)", measure_workers, turns_unlocked),
	PROCESSES("futex mutex", measure_workers, turns_futex),
	PROCESSES("TTAS", measure_workers, turns_ttas),
	PROCESSES("ticket", measure_workers, turns_ticket),
	PROCESSES("MCS", measure_workers, turns_mcs),
	PROCESSES("parking ticket", measure_workers, turns_parking),
	{.label = NULL},
};

static const struct lab_subject lengths[] = {
	THREADS("pthread mutex", measure_section, turns_mutex),
	THREADS("unlocked (wrong)", measure_section, turns_unlocked),
	THREADS("futex mutex", measure_section, turns_futex),
	THREADS("TTAS", measure_section, turns_ttas),
	THREADS("ticket", measure_section, turns_ticket),
	THREADS("parking ticket", measure_section, turns_parking),
	{.label = NULL},
};

static const struct lab_subject waits[] = {
	THREADS("pthread mutex", measure_wait, turns_mutex),
	THREADS("futex mutex", measure_wait, turns_futex),
	THREADS("TTAS", measure_wait, turns_ttas),
	THREADS("ticket", measure_wait, turns_ticket),
	THREADS("MCS", measure_wait, turns_mcs),
	THREADS("parking ticket", measure_wait, turns_parking),
	{.label = NULL},
};

static const struct lab_subject readers[] = {
	THREADS("pthread mutex", measure_reading, turns_mutex_read),
	THREADS("futex mutex", measure_reading, turns_futex_read),
	THREADS("pthread rwlock", measure_reading, turns_rwlock_read),
	{.label = NULL},
};

static const struct lab_subject counters[] = {
	THREADS("pthread mutex", measure_bare, turns_mutex),
	THREADS("unlocked (wrong)", measure_bare, turns_unlocked),
	THREADS("futex mutex", measure_bare, turns_futex),
	THREADS("atomic", measure_bare, turns_atomic),
	THREADS("sharded", measure_bare, turns_sharded),
	{.label = NULL},
};

static const struct lab_subject lists[] = {
	THREADS("one big lock", measure_bare, turns_list_coarse),
	THREADS("hand over hand", measure_bare, turns_list_fine),
	{.label = NULL},
};

static const long crowds[] = {1, 2, 4, 8, LAB_LAST};
static const long contended[] = {2, 4, 8, LAB_LAST};
static const long sections[] = {10, 100, 1000, 10000, LAB_LAST};
static const long shares[] = {0, 50, 75, 90, 100, LAB_LAST};

/* With QUICK=1: what the claims need, and a glance at the rest. */
static const long quick_crowds[] = {1, 8, LAB_LAST};
static const long quick_contended[] = {2, 8, LAB_LAST};
static const long quick_sections[] = {100, 10000, LAB_LAST};
static const long quick_shares[] = {0, 90, LAB_LAST};

static const char *const shares_only[] = {"least share", NULL};
static const char *const shares_and_waits[] = {"least share", "longest wait (us)", NULL};

const struct lab_experiment lab_experiments[] = {
	{.name = "threads",
	 .title = "What does a turn cost as threads are added?",
	 .note = "A section of 100 ns, as long between turns. Least share: turns of the unluckiest "
		 "thread over those of the luckiest.",
	 .unit = "ns per turn",
	 .parameter = "threads",
	 .values = crowds,
	 .quick_values = quick_crowds,
	 .extras = shares_only,
	 .subjects = kinds,
	 .count = 1,
	 .most_batches = 1},
	{.name = "processes",
	 .title = "The same locks between processes",
	 .note = "A section of 100 ns, as long between turns; the locks lie in mapped memory.",
	 .unit = "ns per turn",
	 .parameter = "processes",
	 .values = crowds,
	 .quick_values = quick_crowds,
	 .extras = shares_only,
	 .subjects = between,
	 .count = 1,
	 .most_batches = 1},
	{.name = "sections",
	 .title = "How long may a section be?",
	 .note = "8 threads; sections of so many nanoseconds, nothing between turns.",
	 .unit = "ns per turn",
	 .parameter = "section (ns)",
	 .values = sections,
	 .quick_values = quick_sections,
	 .extras = shares_only,
	 .subjects = lengths,
	 .count = 1,
	 .most_batches = 1},
	{.name = "fairness",
	 .title = "How long does the unluckiest wait for a turn?",
	 .note = "Sections of 1 us, nothing between turns; the longest wait of any thread in 40 "
		 "ms.",
	 .unit = "longest wait (us)",
	 .parameter = "threads",
	 .values = contended,
	 .quick_values = quick_contended,
	 .extras = shares_and_waits,
	 .subjects = waits,
	 .count = 1,
	 .most_batches = 1},
	{.name = "readers",
	 .title = "Does it pay to let readers in together?",
	 .note = "4 threads, sections of 2 us of which a share only reads.",
	 .unit = "ns per turn",
	 .parameter = "turns that only read (%)",
	 .values = shares,
	 .quick_values = quick_shares,
	 .is_linear = true,
	 .extras = shares_only,
	 .subjects = readers,
	 .count = 1,
	 .most_batches = 1},
	{.name = "counter",
	 .title = "What does it cost to count?",
	 .note = "One addition a turn, nothing else.",
	 .unit = "ns per addition",
	 .parameter = "threads",
	 .values = crowds,
	 .quick_values = quick_crowds,
	 .extras = shares_only,
	 .subjects = counters,
	 .count = 1,
	 .most_batches = 1},
	{.name = "list",
	 .title = "One big lock, or one for each node?",
	 .note = "A sorted list of 128 nodes; 7 of 8 turns look a key up, 1 puts a node in or out.",
	 .unit = "ns per turn",
	 .parameter = "threads",
	 .values = crowds,
	 .quick_values = quick_crowds,
	 .extras = shares_only,
	 .subjects = lists,
	 .count = 1,
	 .most_batches = 1},
	{.name = NULL},
};
