/* detector.c: runs a program under ThreadSanitizer (see detector.h). */
#include "tsan/detector.h"

#include "tsan/record.h"
#include "tsan/symbols.h"

#include "base/die.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PATIENCE_MS 2000

/*
 * They replace the user's. Symbols are the reader's business (inside.c says why). Equal stacks
 * stay suppressed within a process: a report takes the runtime about two milliseconds, and a loop
 * that races makes thousands. Different places of one address are all of interest.
 */
static char options[] = "TSAN_OPTIONS=exitcode=77:halt_on_error=0:report_bugs=1:"
			"detect_deadlocks=1:second_deadlock_stack=1:handle_segv=0:"
			"atexit_sleep_ms=0:symbolize=0:suppress_equal_stacks=1:"
			"suppress_equal_addresses=0";

int detector_start(struct detector *detector, char *const argv[])
{
	/* Without CLOEXEC until the program has it; other children shall not. */
	int records = memfd_create("reports", 0);
	char file[64];
	char *environment[] = {options, file, NULL};
	struct child_options how = {.environment = environment, .fixed_addresses = 1};

	if (records < 0)
		return -1;
	snprintf(file, sizeof file, RECORD_VARIABLE "=/proc/self/fd/%d", records);
	if (child_start(&detector->child, argv, &how) != 0) {
		int error = errno;

		close(records);
		errno = error;
		return -1;
	}
	if (fcntl(records, F_SETFD, FD_CLOEXEC) != 0)
		BUG("fcntl on a descriptor of ours");
	detector->records = records;
	return 0;
}

/* All of the file, with a zero byte after it; NULL with errno set. */
static char *read_records(int file)
{
	off_t size = lseek(file, 0, SEEK_END);
	char *text = size < 0 ? NULL : malloc((size_t)size + 1);
	off_t used = 0;

	while (text && used < size) {
		ssize_t n = pread(file, text + used, (size_t)(size - used), used);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		used += n;
	}
	if (text)
		text[used] = '\0';
	return text;
}

const char *detector_options(void)
{
	return options;
}

enum detector_verdict detector_judge_records(const char *records, struct report_list *list)
{
	char *resolved = records ? symbols_resolve(records) : NULL;
	int failed = !resolved || report_parse(resolved, list) != 0;

	free(resolved);
	if (failed)
		*list = (struct report_list){NULL, 0, false};
	if (list->count > 0)
		return DETECTOR_REPORT;
	return list->canary ? DETECTOR_CLEAN : DETECTOR_BLIND;
}

enum detector_verdict detector_judge(const struct detector *detector, struct report_list *list)
{
	char *records = read_records(detector->records);
	enum detector_verdict verdict = detector_judge_records(records, list);

	free(records);
	return verdict;
}

int detector_stop(struct detector *detector)
{
	int status = child_stop(&detector->child, PATIENCE_MS);

	close(detector->records);
	return status;
}
