/*
 * files.c: tasks that read a file, block by block, from where it lies and not from memory (see waits.h).
 *
 * The file has no name: it goes when the program does. It lies in TMPDIR, or beside the program.
 */
#include "waits.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define TASKS 8
#define READS 8 /* of each task; no block is read twice */
#define BLOCK 65536
#define SIZE ((size_t)TASKS * READS * BLOCK)
#define ALIGNMENT 4096		/* that O_DIRECT asks of buffers: no more than a page, everywhere */
#define WORK_NS (MS / 20)	/* on each block */
#define PAGES (SIZE / 4096 + 1) /* or fewer, if pages are larger */

const char *const files_extras[] = {"cores used", "switches", "direct", NULL};

static struct {
	int fd;
	bool is_open, is_direct;
	char folder[PATH_MAX];
} file;

/* ---- the file ---- */

static int choose_folder(void)
{
	const char *chosen = getenv("TMPDIR");

	if (!chosen || !*chosen)
		return file_own_folder(file.folder, sizeof file.folder);
	(void)snprintf(file.folder, sizeof file.folder, "%s", chosen);
	return 0;
}

static int open_nameless(void)
{
	char path[PATH_MAX + 16];
	int fd;

	if (choose_folder() != 0)
		return -1;
	(void)snprintf(path, sizeof path, "%s/lab07-XXXXXX", file.folder);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		(void)unlink(path);
	return fd;
}

static int fill(int fd, void *block)
{
	memset(block, 'x', BLOCK);
	for (size_t at = 0; at < SIZE; at += BLOCK)
		if (pwrite(fd, block, BLOCK, (off_t)at) != BLOCK)
			return -1;
	return fsync(fd); /* what is not yet written cannot be dropped from memory */
}

/* DOC: the page cache is bypassed by O_DIRECT, where the file system knows it: tried, not believed. */
static bool read_directly(int fd, void *block)
{
	if (fcntl(fd, F_SETFL, O_DIRECT) != 0)
		return false;
	if (pread(fd, block, BLOCK, 0) == BLOCK)
		return true;
	(void)fcntl(fd, F_SETFL, 0);
	return false;
}

/* Pages of the file that are in memory; -1: unknown. */
static long resident(int fd)
{
	static unsigned char is_resident[PAGES];
	size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (SIZE + page - 1) / page;
	void *map = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, fd, 0);
	long count = 0;

	if (map == MAP_FAILED)
		return -1;
	if (mincore(map, SIZE, is_resident) != 0)
		count = -1;
	for (size_t i = 0; count >= 0 && i < pages; i++)
		count += is_resident[i] & 1;
	(void)munmap(map, SIZE);
	return count;
}

/*
 * DOC: nothing of the file is in memory before each run, with O_DIRECT or without: dropped, and looked
 * whether it is gone. On a file system that lives in memory it never is.
 */
static bool forget(struct lab_sample *sample)
{
	long pages;

	(void)posix_fadvise(file.fd, 0, 0, POSIX_FADV_RANDOM); /* no reading ahead */
	(void)posix_fadvise(file.fd, 0, 0, POSIX_FADV_DONTNEED);
	pages = resident(file.fd);
	if (pages == 0)
		return true;
	if (pages < 0)
		bench_refused(sample, "mincore");
	else
		bench_missing(sample,
			      "the page cache is not bypassed: %ld pages of the file stay in "
			      "memory (TMPDIR: a disk)",
			      pages);
	return false;
}

static bool open_file(struct lab_sample *sample)
{
	void *block;

	if (file.is_open)
		return true;
	block = aligned_alloc(ALIGNMENT, BLOCK);
	file.fd = open_nameless();
	if (!block || file.fd < 0)
		bench_refused(sample, "a file to read (TMPDIR: where it may lie)");
	else if (fill(file.fd, block) != 0)
		bench_refused(sample, "writing 4 MiB to read");
	else
		file.is_open = true;
	file.is_direct = file.is_open && read_directly(file.fd, block);
	if (!file.is_open && file.fd >= 0)
		(void)close(file.fd);
	free(block);
	return file.is_open;
}

/* ---- a task ---- */

static void read_and_work(void *arg, int task)
{
	char *block = aligned_alloc(ALIGNMENT, BLOCK);

	(void)arg;
	if (!block) {
		crew_refused("memory");
		return;
	}
	for (int i = 0; i < READS; i++) {
		off_t at = ((off_t)task * READS + i) * BLOCK;

		/* DOC: no event loop can wait for this: a file is always "ready", and then blocks. */
		if (pread(file.fd, block, BLOCK, at) != BLOCK) {
			crew_refused("a read");
			break;
		}
		crew_compute(WORK_NS);
	}
	free(block);
}

/* ---- measured ---- */

void files_measure(const struct lab_question *question, struct lab_sample *sample)
{
	const struct waits_way *by = question->subject->argument;
	struct crew_options options = {.way = by->way, .tasks = TASKS, .deadline_ms = 8000};
	struct crew_report report;

	if (!open_file(sample) || !forget(sample))
		return;
	if (crew_run(&options, read_and_work, NULL, &report) != 0) {
		bench_missing(sample, "%s", report.missing);
		return;
	}
	sample->value = (double)report.elapsed_ns / 1e6;
	sample->extra[0] = report.cpu_ns / (double)report.elapsed_ns;
	sample->extra[1] = (double)(report.voluntary + report.involuntary);
	sample->extra[2] = file.is_direct;
}
