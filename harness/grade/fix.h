/* fix.h: a fix on its way through the grader: where it lies, and what was found (grade/ only). */
#ifndef GRADE_FIX_H
#define GRADE_FIX_H

#include "grade/grade.h"
#include "sandbox/sandbox.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

enum grade_result { GRADE_NOT_RUN, GRADE_PASSED, GRADE_FAILED };

/* Of one check. */
struct grade_verdict {
	enum grade_result result;
	char *evidence; /* Markdown; NULL: nothing to say */
	const struct grade_misconception *misconception;
};

#define GRADE_MOST_CHECKS 16

struct fix {
	char lab[NAME_MAX];    /* "lab03-shared-list" */
	char id[16];	       /* "lab03" */
	char top[PATH_MAX];    /* of the repository */
	char source[PATH_MAX]; /* as given */
	char name[64];	       /* of its results */
	char folder[PATH_MAX]; /* where they go */
	char box[PATH_MAX];    /* what the sandbox may write to; removed at the end */
	uint64_t seed;	       /* from its contents */
	char *module;	       /* what the compiler made of it, as text; NULL: nothing */
	double seconds;
	bool raced; /* the explorer has seen a data race */
	/* The natural run of threads that ended wrongly (stress.c); 0 workers: none. */
	struct grade_size wrong;
	int wrong_yields;				 /* its INTERLEAVE_YIELDS */
	struct grade_verdict verdict[GRADE_MOST_CHECKS]; /* as grading.checks */
};

/* ---- workspace.c ---- */

/* Check the file, make the folders, copy it into the box as fix.c. Dies (die_user) with a remedy. */
void workspace_open(struct fix *fix, const char *source);
void workspace_close(struct fix *fix);

/*
 * Dies (die_user) when the disk has become full: then nothing that a program did or did not do is
 * the fix's own.
 */
void workspace_check_room(const struct fix *fix);

/* A path as a word for a shell: quoted where it must be, or in full if there is no room. */
const char *workspace_quote(const char *path, char *word, size_t size);

/* Text of a file in the box, or NULL; the caller frees it. */
char *workspace_read(const struct fix *fix, const char *name);

/* ---- build.c ---- */

/* Compile, ask the gate, link. True: all the programs are there; else the verdict says why not. */
bool build_fix(struct fix *fix, struct grade_verdict *verdict);

/* Whether the fix calls a function whose name has this; whether LLVM's text of it has that. */
bool build_calls(const struct fix *fix, const char *part);
bool build_has(const struct fix *fix, const char *text);

/* Whether the lab writes down histories of calls. */
bool build_has_history(const struct fix *fix);

/*
 * Run a program of the box: job->argv, environment and input are given, perhaps limits of time (0
 * seconds: the usual ones); the rest is what all such jobs have in common.
 */
void build_run(const struct fix *fix, struct sandbox_job *job, struct sandbox_result *result);

/* The most memory that one of them used with all its processes, in bytes. */
size_t build_most_memory(void);

/* ---- the checks, each in the file that it is named after ---- */

void alone_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict);
void tsan_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict);
void explore_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict);
void kill_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict);
void memory_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict);
void parallel_check(struct fix *fix, const struct grade_check *check,
		    struct grade_verdict *verdict);

/* Explore scenarios for a check of this kind; adds to the verdict, which may have passed already. */
void explore_sizes(struct fix *fix, enum grade_kind kind, const struct grade_size *sizes,
		   struct grade_verdict *verdict);

/*
 * Fail if there is a data race in these scenarios, whatever else goes wrong in them. Returns
 * whether some interleaving came to its end.
 */
bool explore_races(struct fix *fix, const struct grade_size *sizes, struct grade_verdict *verdict);

/* Of GRADE_ALONE: the calls of one worker. */
extern const struct grade_size alone_calls[];

/* Replay one schedule of the fix and print what happens. Returns 0, 1 or 2 as explore does. */
int explore_replay(struct fix *fix, const char *schedule, enum grade_kind kind);

/* ---- checks.c ---- */

/* Build, check, find the misconceptions. Returns early when somebody interrupts. */
void checks_run(struct fix *fix);

/* Only build; false: the verdict says why not, or somebody has interrupted. */
bool checks_build(struct fix *fix);

/* What was found on the first check of this kind; NULL: the lab has no such check. */
struct grade_verdict *checks_verdict(struct fix *fix, enum grade_kind kind);
const struct grade_check *checks_find(enum grade_kind kind);

/* Fail, and return true, if the fix calls what the task rules out (check->without). */
bool checks_ruled_out(const struct fix *fix, const struct grade_check *check,
		      struct grade_verdict *verdict);

/* Does it call what any check rules out? Then how long it takes says nothing. */
bool checks_naps(const struct fix *fix);

/* Was there such a check, and was it lost? */
bool checks_failed(struct fix *fix, enum grade_kind kind);

/* ---- verdicts (verdict.c) ---- */

/* Add to the evidence; `format` is printf's. */
void verdict_say(struct grade_verdict *verdict, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Add somebody else's text as it is, at most so many bytes of it. */
void verdict_quote(struct grade_verdict *verdict, const char *text, int most);

/* Failed, for this reason. */
void verdict_fail(struct grade_verdict *verdict, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* ---- what the student and the instructor get ---- */

int results_score(const struct fix *fix);
int results_most(void);

/* Remove those of an earlier grade. */
void results_remove(const struct fix *fix);

/* results.json (Gradescope), junit.xml. Returns 0, or -1 with errno set. */
int results_write(const struct fix *fix);

/* feedback.md, and a summary on standard output. */
int feedback_write(const struct fix *fix);
void feedback_print(const struct fix *fix);

#endif
