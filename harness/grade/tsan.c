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
#define RUNS 4 /* as they come; and so many with adversarial yields */
#define DEADLINE_MS 1500
#define FAILING_MS 500 /* of a fix that has failed under threads */
/*
 * On a busy machine, or with a lock that spins, short runs come to their end where long ones do
 * not.
 */
#define MORE_RUNS 20
#define SHORTER 10
#define SHORT_MS 300
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
	}
	report_free(&list);
	free(records);
}

/* Returns whether some run came to its end. */
static bool run(struct fix *fix, const struct run_request *request, int runs, const char *yields,
		struct grade_verdict *verdict)
{
	char records[2 * PATH_MAX];
	const char *environment[] = {records, detector_options(), yields, NULL};
	struct asked asked;
	bool finished;

	snprintf(records, sizeof records, RECORD_VARIABLE "=%s/" RECORDS, fix->box);
	/* The program appends to what is there. */
	if (file_replace(records + sizeof RECORD_VARIABLE, "", 0) != 0)
		die_system("cannot write %s", records);
	ask_again(fix, "tsan", request, runs, environment, &asked);
	judge(fix, &asked, verdict);
	finished = ask_any_finished(&asked);
	ask_free(&asked);
	return finished;
}

/* As they come. A fix of which no run ever ends has shown nothing. */
static void run_plainly(struct fix *fix, struct run_request request, struct grade_verdict *verdict)
{
	bool finished = run(fix, &request, RUNS, NULL, verdict);

	request.deadline_ms = SHORT_MS;
	request.workers = request.workers > 2 ? 2 : request.workers;
	request.ops = request.ops / SHORTER + 1;
	for (int i = 0; i < MORE_RUNS && !finished && verdict->result == GRADE_PASSED; i++)
		finished = run(fix, &request, 1, NULL, verdict);
	if (!finished && verdict->result == GRADE_PASSED)
		verdict_fail(verdict, "No run under ThreadSanitizer came to its end, so nothing "
				      "can be said.\n");
}

/*
 * A fix that fails under threads may hang in each run. One that does is enough: what the others
 * would show the explorer finds, without luck and without deadlines.
 */
static void run_failing(struct fix *fix, struct run_request request, const char *yields,
			struct grade_verdict *verdict)
{
	request.deadline_ms = FAILING_MS;
	if (run(fix, &request, 1, NULL, verdict) && verdict->result == GRADE_PASSED)
		(void)run(fix, &request, 1, yields, verdict);
}

static void check_size(struct fix *fix, const struct grade_size *size,
		       struct grade_verdict *verdict)
{
	struct run_request request = {.model = EXEC_THREADS,
				      .workers = size->workers,
				      .ops = size->ops + (long)(fix->seed % 7),
				      .deadline_ms = DEADLINE_MS};
	char yields[64];

	snprintf(yields, sizeof yields, "INTERLEAVE_YIELDS=%d", (int)(fix->seed % 1000000) + 1);
	if (checks_failed(fix, GRADE_THREADS)) {
		run_failing(fix, request, yields, verdict);
		return;
	}
	run_plainly(fix, request, verdict);
	if (verdict->result == GRADE_PASSED)
		(void)run(fix, &request, RUNS, yields, verdict);
}

/* With many operations it has ended wrongly: what two did at once there needs no more luck. */
static void run_wrong(struct fix *fix, struct grade_verdict *verdict)
{
	struct run_request request = {.model = EXEC_THREADS,
				      .workers = fix->wrong.workers,
				      .ops = fix->wrong.ops,
				      .deadline_ms = DEADLINE_MS};
	char yields[64];

	snprintf(yields, sizeof yields, "INTERLEAVE_YIELDS=%d", fix->wrong_yields);
	(void)run(fix, &request, 1, yields, verdict);
}

/*
 * Its runs show some interleavings only, and marks must not depend on which. Where an exploration ended
 * with a failure of another kind, there may be a race beyond it.
 */
static void look_for_unseen(struct fix *fix, struct grade_verdict *verdict)
{
	if (fix->raced)
		verdict_fail(verdict,
			     "ThreadSanitizer saw no race in these runs, but there is one: "
			     "the interleaving above has it.\n");
	else if (checks_failed(fix, GRADE_THREADS) &&
		 !explore_races(fix, checks_find(GRADE_THREADS)->sizes, verdict) &&
		 verdict->result == GRADE_PASSED)
		verdict_fail(verdict, "No run came to its end, so nothing can be said.\n");
}

void tsan_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	verdict->result = GRADE_PASSED;
	for (const struct grade_size *size = check->sizes; size->workers; size++)
		check_size(fix, size, verdict);
	if (verdict->result == GRADE_PASSED && fix->wrong.workers > 0)
		run_wrong(fix, verdict);
	if (verdict->result == GRADE_PASSED)
		look_for_unseen(fix, verdict);
	if (verdict->result == GRADE_PASSED)
		verdict_say(verdict, "ThreadSanitizer has nothing to report, and it does report "
				     "the race that the grader makes on purpose.\n");
}
