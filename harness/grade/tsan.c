/* tsan.c: what ThreadSanitizer says of a fix under threads. */
#include "grade/ask.h"

#include "base/die.h"
#include "base/file.h"
#include "tsan/detector.h"
#include "tsan/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORDS "records"
#define RUNS 4	   /* as they come; and so many with adversarial yields */
#define FEW_RUNS 2 /* of a fix that fails under threads: they may hang, each of them */
#define DEADLINE_MS 1500
#define MOST_TOLD 3

static const char *base_of(const char *path)
{
	return strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
}

static void tell_access(const struct report_access *access, struct grade_verdict *verdict)
{
	static const char *const acts[] = {[REPORT_READS] = "reads",
					   [REPORT_WRITES] = "writes",
					   [REPORT_HOLDS] = "has taken",
					   [REPORT_TAKES] = "takes",
					   [REPORT_CALLS] = "calls"};
	const struct report_frame *frame = &access->frame[0];

	if (access->frames == 0)
		return;
	verdict_say(verdict, "    thread %d %s  %s:%d  %s\n", access->thread, acts[access->act],
		    base_of(frame->file), frame->line, frame->source);
}

static void tell(const struct report_list *list, struct grade_verdict *verdict)
{
	for (size_t i = 0; i < list->count && i < MOST_TOLD; i++) {
		const struct report *report = &list->reports[i];

		verdict_say(verdict, "\n    %s%s%s\n", report_title(report),
			    *report->location ? " on " : "", report->location);
		for (int access = 0; access < report->accesses; access++)
			tell_access(&report->access[access], verdict);
	}
	if (list->count > MOST_TOLD)
		verdict_say(verdict, "\n    ... and %zu more\n", list->count - MOST_TOLD);
}

static void judge(const struct fix *fix, struct asked *asked, struct grade_verdict *verdict)
{
	char *records = workspace_read(fix, RECORDS);
	struct report_list list = {NULL, 0, false};
	enum detector_verdict found =
		records ? detector_judge_records(records, &list) : DETECTOR_BLIND;

	if (found == DETECTOR_REPORT) {
		verdict_fail(verdict, "ThreadSanitizer reports, in runs of threads:\n");
		tell(&list, verdict);
	} else if (found == DETECTOR_BLIND) {
		verdict_fail(verdict,
			     "ThreadSanitizer did not report the race that the grader "
			     "makes on purpose: the detector was off. (The program %s.)\n",
			     *asked->why ? asked->why : "ended by itself");
	} else if (!ask_any_finished(asked)) {
		verdict_fail(verdict, "No run under ThreadSanitizer came to its end, so nothing "
				      "can be said.\n");
	}
	report_free(&list);
	free(records);
}

static void run(struct fix *fix, const struct grade_size *size, const char *yields,
		struct grade_verdict *verdict)
{
	struct run_request request = {.model = EXEC_THREADS,
				      .workers = size->workers,
				      .ops = size->ops + (long)(fix->seed % 7),
				      .deadline_ms = DEADLINE_MS};
	const struct grade_verdict *threads = checks_verdict(fix, GRADE_THREADS);
	bool few = threads && threads->result == GRADE_FAILED;
	char records[2 * PATH_MAX];
	const char *environment[] = {records, detector_options(), yields, NULL};
	struct asked asked;

	snprintf(records, sizeof records, RECORD_VARIABLE "=%s/" RECORDS, fix->box);
	/* The program appends to what is there. */
	if (file_replace(records + sizeof RECORD_VARIABLE, "", 0) != 0)
		die_system("cannot write %s", records);
	ask_again(fix, "tsan", &request, few ? FEW_RUNS : RUNS, environment, &asked);
	judge(fix, &asked, verdict);
	ask_free(&asked);
}

static void check_size(struct fix *fix, const struct grade_size *size,
		       struct grade_verdict *verdict)
{
	char yields[64];

	snprintf(yields, sizeof yields, "INTERLEAVE_YIELDS=%d", (int)(fix->seed % 1000000) + 1);
	run(fix, size, NULL, verdict);
	if (verdict->result == GRADE_PASSED)
		run(fix, size, yields, verdict);
}

void tsan_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	verdict->result = GRADE_PASSED;
	for (const struct grade_size *size = check->sizes; size->workers; size++)
		check_size(fix, size, verdict);
	/* Its runs show some interleavings only. Marks must not depend on which. */
	if (verdict->result == GRADE_PASSED && fix->raced)
		verdict_fail(verdict,
			     "ThreadSanitizer saw no race in these runs, but there is one: "
			     "the interleaving above has it.\n");
	if (verdict->result == GRADE_PASSED)
		verdict_say(verdict, "ThreadSanitizer has nothing to report, and it does report "
				     "the race that the grader makes on purpose.\n");
}
