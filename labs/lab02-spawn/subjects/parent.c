/*
 * parent.c: the same in a parent that holds much memory (see worker.h).
 *
 * DOC: the map. fork does not copy the memory, but it does copy the map of it, an entry for each page: eight
 * bytes for each 4 KiB. Huge pages have fewer entries.
 */
#include "subjects/apart.h"
#include "subjects/worker.h"

#include "base/file.h"
#include "measure/clock.h"
#include "measure/stats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define MIB ((size_t)1 << 20)
#define SPARE_MIB 512 /* leave so much to others */
#define HUGE_MIB 2
#define PAGE_BYTES 4096 /* or more, which does no harm */
#define MOST_WORKERS 64

/* The number after `key` in a file, such as KiB in /proc/meminfo; -1 when it is not there. */
static long read_number(const char *path, const char *key)
{
	char *text = file_read(path, NULL);
	char *line = text ? strstr(text, key) : NULL;
	long number = line ? strtol(line + strlen(key), NULL, 10) : -1;

	free(text);
	return number;
}

/* MiB that we may still take: of the machine's, or of what a container is given. */
static long available_mib(void)
{
	long machine = read_number("/proc/meminfo", "MemAvailable:") / 1024;
	long limit = read_number("/sys/fs/cgroup/memory.max", "") / (1L << 20); /* in bytes */
	long used = read_number("/sys/fs/cgroup/memory.current", "") / (1L << 20);

	/* "max" reads as 0, a file that is not there as a negative number. */
	return limit > 0 && limit - used < machine ? limit - used : machine;
}

/* Said beforehand: who takes the last memory is killed, or others are. */
static bool is_too_much(long mib, struct lab_sample *sample)
{
	long available = available_mib();

	if (available >= mib + SPARE_MIB)
		return false;
	bench_missing(sample, "needs %ld MiB and %d to spare, only %ld are available", mib,
		      SPARE_MIB, available);
	return true;
}

/* Does the parent hold its memory in huge pages? All or nearly all. */
static bool has_huge_pages(long mib)
{
	return read_number("/proc/self/smaps_rollup", "AnonHugePages:") >= mib * 1024 * 9 / 10;
}

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* known to Linux 5.14 and newer, maybe not to the C library */
#endif

/* Every page: by one call where there is that call, which is several times faster. */
static void touch(char *memory, size_t size)
{
	if (madvise(memory, size, MADV_POPULATE_WRITE) == 0)
		return;
	for (size_t at = 0; at < size; at += PAGE_BYTES)
		memory[at] = 1;
}

/* Map `mib` and touch every page, or say why not. */
static char *fill_memory(long mib, bool huge, struct lab_sample *sample)
{
	size_t size = (size_t)mib * MIB;
	char *memory = mmap(NULL, size + HUGE_MIB * MIB, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED) {
		bench_refused(sample, "mmap");
		return NULL;
	}
	if (madvise(memory, size + HUGE_MIB * MIB, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) != 0 &&
	    huge) {
		bench_refused(sample, "asking for huge pages");
		return NULL;
	}
	/* Huge pages begin at multiples of their size. */
	memory += HUGE_MIB * MIB - (uintptr_t)memory % (HUGE_MIB * MIB);
	touch(memory, size);
	return memory;
}

/* The median of a few: one that was interrupted must not speak for all. The first warms up. */
static void time_each(const struct lab_question *question, struct lab_sample *sample)
{
	const struct worker *worker = question->subject->argument;
	double ns[MOST_WORKERS];
	size_t n = 0;

	for (long i = 0; i <= question->count && i <= MOST_WORKERS; i++) {
		int64_t start = clock_ns();
		const char *failed = worker_make_and_await(worker->kind);

		if (failed) {
			bench_refused(sample, failed);
			return;
		}
		if (i > 0)
			ns[n++] = (double)(clock_ns() - start);
	}
	sample->value = stats_median(ns, n);
}

/* In a process of its own: what it holds then, and its map, end with it. */
static void measure_full(const struct lab_question *question, struct lab_sample *sample)
{
	const struct worker *worker = question->subject->argument;

	if (worker->huge_pages && question->parameter < HUGE_MIB) {
		bench_missing(sample, "a huge page has %d MiB", HUGE_MIB);
		return;
	}
	if (is_too_much(question->parameter, sample) ||
	    !fill_memory(question->parameter, worker->huge_pages, sample))
		return;
	if (worker->huge_pages && !has_huge_pages(question->parameter)) {
		bench_missing(sample, "the system gives no huge pages");
		return;
	}
	time_each(question, sample);
}

void measure_parent(const struct lab_question *question, struct lab_sample *sample)
{
	apart_measure(measure_full, question, sample);
}
