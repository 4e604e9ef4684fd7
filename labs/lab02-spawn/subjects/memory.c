/*
 * memory.c: what a worker costs in memory while it waits, and how many would fit (see worker.h).
 *
 * DOC: PSS. A page that several processes share is counted in equal parts (PSS): summed over all processes,
 * each page counts once. What the kernel keeps for a worker is in no process's pages: its page
 * tables and kernel stack are read apart.
 */
#include "subjects/apart.h"
#include "subjects/crowd.h"

#include "base/die.h"
#include "base/file.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const memory_extras[] = {"page-tables", "kernel-stack", NULL};
const char *const fit_extras[] = {"KiB-each", "limit", NULL};

/* ---- reading ----------------------------------------------------------------------------- */

/* A number after `key` in a file; NAN when there is none, or no descriptor left to read it with. */
static double read_number(const char *path, const char *key)
{
	char *text = file_read(path, NULL);
	char *line = text ? strstr(text, key) : NULL;
	double number = line ? strtod(line + strlen(key), NULL) : (double)NAN;

	free(text);
	return number;
}

static double read_of(pid_t pid, const char *file, const char *key)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	return read_number(path, key);
}

/* KiB that this process and its crowd use. */
struct usage {
	double pss, page_tables, kernel_stacks;
};

static struct usage read_usage(const struct crowd *crowd)
{
	struct usage usage = {
		.pss = read_of(getpid(), "smaps_rollup", "\nPss:"),
		.page_tables = read_of(getpid(), "status", "VmPTE:"),
		.kernel_stacks = read_number("/proc/meminfo", "KernelStack:"),
	};

	for (long i = 0; crowd && i < crowd->made && crowd->pids[i] > 0; i++) {
		usage.pss += read_of(crowd->pids[i], "smaps_rollup", "\nPss:");
		usage.page_tables += read_of(crowd->pids[i], "status", "VmPTE:");
	}
	return usage;
}

static double sum(const struct usage *usage)
{
	return usage->pss + usage->page_tables + usage->kernel_stacks;
}

/* Else the sample says so, with errno of the last that could not be read. */
static bool is_told(const struct usage *usage, struct lab_sample *sample)
{
	if (isnan(sum(usage)))
		bench_refused(sample, "reading /proc");
	return !isnan(sum(usage));
}

/* ---- memory of each ---------------------------------------------------------------------- */

static bool can_be_many(enum kind kind, struct lab_sample *sample)
{
	if (kind != WORKER_VFORK)
		return true;
	bench_missing(sample,
		      "its parent stands still until it ends: there is never more than one");
	return false;
}

static void measure_pss(const struct lab_question *question, struct lab_sample *sample)
{
	const struct worker *worker = question->subject->argument;
	struct usage before = read_usage(NULL), after;
	struct crowd crowd;

	if (!can_be_many(worker->kind, sample) || !is_told(&before, sample))
		return;
	crowd_make(&crowd, worker->kind, question->count);
	after = read_usage(&crowd);
	if (!crowd.failed)
		(void)is_told(&after, sample);
	errno = crowd.error;
	if (crowd.failed)
		bench_refused(sample, crowd.failed);
	sample->value = (after.pss - before.pss) / (double)question->count;
	sample->extra[0] = (after.page_tables - before.page_tables) / (double)question->count;
	sample->extra[1] = (after.kernel_stacks - before.kernel_stacks) / (double)question->count;
	crowd_dismiss(&crowd);
}

void measure_memory(const struct lab_question *question, struct lab_sample *sample)
{
	apart_measure(measure_pss, question, sample);
}

/* ---- how many fit ------------------------------------------------------------------------ */

/*
 * The kernel's own limit on how many there may be. A stack and its guard are two mappings, of which
 * a process may have max_map_count; processes and threads have a number each, below pid_max.
 */
static double limit_of(enum kind kind)
{
	double mappings = read_number("/proc/sys/vm/max_map_count", "") / 2;
	double numbers = fmin(read_number("/proc/sys/kernel/pid_max", ""),
			      read_number("/proc/sys/kernel/threads-max", ""));

	if (kind == WORKER_COROUTINE || kind == WORKER_COROUTINE_FRESH)
		return mappings;
	return kind == WORKER_THREAD ? fmin(mappings, numbers) : numbers;
}

/* Bounded: only question->count are made; the rest is reckoned from the memory that is left. */
static void measure_room(const struct lab_question *question, struct lab_sample *sample)
{
	const struct worker *worker = question->subject->argument;
	double available = read_number("/proc/meminfo", "MemAvailable:");
	struct usage before = read_usage(NULL), after;
	struct crowd crowd;

	if (!is_told(&before, sample))
		return;
	crowd_make(&crowd, worker->kind, question->count);
	after = read_usage(&crowd);
	if (!crowd.failed)
		(void)is_told(&after, sample);
	crowd_dismiss(&crowd);
	if (crowd.failed)
		bench_missing(sample, "no more than %ld: %s: %s", crowd.made, crowd.failed,
			      strerror(crowd.error));
	sample->extra[0] = (sum(&after) - sum(&before)) / (double)crowd.made;
	sample->extra[1] = limit_of(worker->kind);
	sample->value = available / sample->extra[0];
}

void measure_fit(const struct lab_question *question, struct lab_sample *sample)
{
	apart_measure(measure_room, question, sample);
}
