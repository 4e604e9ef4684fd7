/* room.c: what so many tasks need, beside what there is (see room.h). */
#include "subjects/room.h"

#include "base/file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOR_OTHERS 1000 /* threads that others may want to have meanwhile */

/* The number after `key` in a file; NAN when there is none. */
static double read_number(const char *path, const char *key)
{
	char *text = file_read(path, NULL);
	char *line = text ? strstr(text, key) : NULL;
	double number = line ? strtod(line + strlen(key), NULL) : (double)NAN;
	int error = errno;

	free(text);
	errno = error;
	return number;
}

/* ---- room ---- */

/* KiB for each, generously: its pages, its kernel stack, its page tables and the kernel's records. */
static double need_of(enum crew_way way)
{
	static const double needs[CREW_WAYS] = {
		[CREW_SERIAL] = 0,	[CREW_THREADS_ONE_CORE] = 64, [CREW_THREADS] = 64,
		[CREW_PROCESSES] = 400, [CREW_COROUTINES] = 16,	      [CREW_ASYNC_PROCESSES] = 16,
	};

	return needs[way];
}

/* MiB that we may still take: of the machine's, or of what a container is given ("max" reads as 0). */
static double available_mib(void)
{
	double machine = read_number("/proc/meminfo", "MemAvailable:") / 1024;
	double limit = read_number("/sys/fs/cgroup/memory.max", "") / (1L << 20);
	double used = read_number("/sys/fs/cgroup/memory.current", "") / (1L << 20);

	return limit > 0 && limit - used < machine ? limit - used : machine;
}

static bool has_memory(enum crew_way way, int tasks, struct lab_sample *sample)
{
	double needed = need_of(way) * tasks / 1024;
	double available = available_mib();

	/* Also where it is not known. */
	if (!(needed > available / 2))
		return true;
	bench_missing(sample, "needs about %.0f MiB, and %.0f MiB are available", needed,
		      available);
	return false;
}

static bool has_numbers(enum crew_way way, int tasks, struct lab_sample *sample)
{
	static const char *const limits[] = {"kernel/threads-max", "kernel/pid_max"};

	for (int i = 0; i < 2 && (way == CREW_THREADS || way == CREW_PROCESSES); i++) {
		char path[64];
		double most;

		snprintf(path, sizeof path, "/proc/sys/%s", limits[i]);
		most = read_number(path, "");
		if (!(tasks + FOR_OTHERS > most))
			continue;
		bench_missing(sample, "the system allows %.0f threads and processes in all (%s)",
			      most, limits[i]);
		return false;
	}
	return true;
}

bool room_is_enough(enum crew_way way, int tasks, struct lab_sample *sample)
{
	return has_memory(way, tasks, sample) && has_numbers(way, tasks, sample);
}

/* ---- what the kernel holds ---- */

void room_read_kernel(struct kernel_memory *memory)
{
	errno = 0;
	memory->stacks = read_number("/proc/meminfo", "KernelStack:");
	memory->page_tables = read_number("/proc/self/status", "VmPTE:");
}

/*
 * DOC: the kernel's part. Each thread has a stack in the kernel, and so has each process; coroutines do
 * not. Whatever has memory has page tables: a process for itself alone.
 */
long room_kernel_kib(enum crew_way way, int tasks, const struct kernel_memory *before)
{
	struct kernel_memory now;
	double kib = 0;

	room_read_kernel(&now);
	if (way == CREW_PROCESSES)
		kib = now.stacks - before->stacks + now.page_tables * tasks;
	else if (way == CREW_THREADS)
		kib = now.stacks - before->stacks + now.page_tables - before->page_tables;
	else if (way == CREW_ASYNC_PROCESSES)
		kib = now.page_tables * (tasks < crew_cores() ? tasks : crew_cores());
	else
		kib = now.page_tables - before->page_tables;
	if (!isfinite(kib))
		return -1;
	return kib > 0 ? (long)kib : 0;
}
