/* kill.c: does a fix outlive one of its workers? (See kill.h for what is run.) */
#include "grade/fix.h"

#include "lab/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWERS "answers"
#define WALL_SECONDS 60

static void judge(const struct grade_size *size, char *answer, struct grade_verdict *verdict)
{
	if (answer)
		answer[strcspn(answer, "\n")] = '\0';
	if (!answer || !*answer)
		verdict_fail(verdict,
			     "The workers did not come to an end after a worker had died, so "
			     "nothing can be said.\n");
	else if (strcmp(answer, "fine") != 0)
		verdict_fail(verdict,
			     "Of %d workers, one is killed in the middle of a call, in most of the "
			     "rounds: %s.\n",
			     size->workers, answer);
	else
		verdict_say(
			verdict,
			"- %d workers, of which one is killed: %ld times the others went on, or "
			"were told.\n",
			size->workers, size->ops);
}

static void check_size(const struct fix *fix, const struct grade_size *size,
		       struct grade_verdict *verdict)
{
	char program[2 * PATH_MAX], where[2 * PATH_MAX], survivors[16], rounds[32], seed[32];
	const char *argv[] = {program, survivors, rounds, seed, NULL};
	const char *environment[] = {where, NULL};
	struct sandbox_job job = {
		.argv = argv, .environment = environment, .limits.wall_seconds = WALL_SECONDS};
	struct sandbox_result result;
	char *answer;

	snprintf(program, sizeof program, "%s/kill", fix->box);
	snprintf(where, sizeof where, RUN_ANSWERS "=%s/" ANSWERS, fix->box);
	snprintf(survivors, sizeof survivors, "%d", size->workers - 1);
	snprintf(rounds, sizeof rounds, "%ld", size->ops);
	snprintf(seed, sizeof seed, "%" PRIu64, fix->seed);
	(void)remove(strchr(where, '=') + 1);
	build_run(fix, &job, &result);
	answer = workspace_read(fix, ANSWERS);
	judge(size, answer, verdict);
	free(answer);
	free(result.output);
}

/* A size is: how many workers, the victim included, and how many rounds. */
void kill_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	verdict->result = GRADE_PASSED;
	for (const struct grade_size *size = check->sizes; size->workers; size++) {
		check_size(fix, size, verdict);
		if (verdict->result == GRADE_FAILED)
			return;
	}
}
