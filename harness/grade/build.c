/* build.c: from fix.c to programs, with the gate in between (see fix.h). */
#include "grade/fix.h"

#include "base/die.h"
#include "base/file.h"
#include "gate/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_MESSAGE 3000
/* Processor time, since a busy machine takes longer for the same; and a clock for those who sleep. */
#define MODULE_CPU 2.5
#define PROGRAMS_CPU 10
#define BUILD_SECONDS 20

/* What a build reads, below the top of the repository; %s: the lab. Not the solution. */
static const char *const needed[] = {
	"harness",
	"labs/%s/api.h",
	"labs/%s/lab.c",
	"build/obj/native/libharness.a",
	"build/obj/native/explore-names",
	"build/obj/native/harness/explore/markers",
	"build/obj/native/harness/lab",
	"build/obj/native/labs/%s/lab.o",
	"labs/%s/history.c",
	"build/obj/native/harness/grade/main_history.o",
	"labs/%s/use.h",
	"labs/%s/kill.c",
	"build/obj/native/labs/%s/kill.o",
	"build/obj/native/harness/grade/main_kill.o",
	"build/obj/tsan/libharness.a",
	"build/obj/tsan/harness/lab/main_variant.o",
	"build/obj/tsan/labs/%s/lab.o",
	"build/obj/asan/libharness.a",
	"build/obj/asan/harness/lab/main_variant.o",
	"build/obj/asan/labs/%s/lab.o",
	"build/bin/explore",
};

#define NEEDED (sizeof needed / sizeof *needed)

static void list_needed(const struct fix *fix, const char **list)
{
	static char paths[NEEDED][PATH_MAX + 64];
	size_t count = 0;

	_Static_assert(NEEDED < SANDBOX_READABLE, "the sandbox shows so many paths");
	for (size_t i = 0; i < NEEDED; i++) {
		const char *mark = strstr(needed[i], "%s");
		size_t before = mark ? (size_t)(mark - needed[i]) : strlen(needed[i]);

		snprintf(paths[i], sizeof paths[i], "%s/%.*s%s%s", fix->top, (int)before, needed[i],
			 mark ? fix->lab : "", mark ? mark + 2 : "");
		if (access(paths[i], R_OK) == 0) /* not every lab writes down histories */
			list[count++] = paths[i];
	}
	list[count] = NULL;
}

static size_t most_memory;

size_t build_most_memory(void)
{
	return most_memory;
}

void build_run(const struct fix *fix, struct sandbox_job *job, struct sandbox_result *result)
{
	static const struct sandbox_limits usual = SANDBOX_LIMITS;
	double wall = job->limits.wall_seconds, cpu = job->limits.cpu_seconds;

	job->limits = usual;
	if (wall > 0)
		job->limits.wall_seconds = wall;
	if (cpu > 0)
		job->limits.cpu_seconds = cpu;
	job->folder = fix->box;
	list_needed(fix, job->readable);
	sandbox_run(job, result);
	if (result->memory > most_memory)
		most_memory = result->memory;
	workspace_check_room(fix);
}

/* ---- compiling ---- */

static void find_compiler(const struct fix *fix, char *path, size_t size)
{
	char question[PATH_MAX + 64], name[256];
	FILE *answer;

	snprintf(question, sizeof question,
		 "cd '%s' && command -v \"${CLANG:-$(harness/setup/tools.sh clang)}\"", fix->top);
	answer = popen(question, "r");
	if (!answer || !fgets(name, sizeof name, answer))
		die_user("no clang is found: run 'make deps'");
	name[strcspn(name, "\n")] = '\0';
	snprintf(path, size, "%s", name);
	pclose(answer);
}

/* Returns whether it went well; the message of the compiler is in result->output. */
static bool run_script(const struct fix *fix, const char *what, double cpu_seconds,
		       struct sandbox_result *result, char *why, size_t size)
{
	char script[PATH_MAX + 32], compiler[PATH_MAX];
	const char *argv[] = {script, what, fix->top, fix->lab, compiler, NULL};
	struct sandbox_job job = {
		.argv = argv,
		.limits = {.wall_seconds = BUILD_SECONDS, .cpu_seconds = cpu_seconds}};

	find_compiler(fix, compiler, sizeof compiler);
	snprintf(script, sizeof script, "%s/harness/grade/build.sh", fix->top);
	build_run(fix, &job, result);
	sandbox_describe(&job, result, why, size);
	return result->end == SANDBOX_EXITED && result->status == 0;
}

static bool compile(struct fix *fix, struct grade_verdict *verdict)
{
	struct sandbox_result result;
	char why[128];
	bool compiled = run_script(fix, "module", MODULE_CPU, &result, why, sizeof why);

	if (!compiled && result.end == SANDBOX_EXITED)
		verdict_fail(verdict, "It does not compile:\n");
	else if (!compiled)
		verdict_fail(verdict, "The compiler %s.\n", why);
	else if (strstr(result.output, "warning:"))
		verdict_fail(verdict, "The compiler warns:\n");
	if (result.output_size > 0)
		verdict_quote(verdict, result.output, MOST_MESSAGE);
	free(result.output);
	return compiled;
}

/* ---- the gate ---- */

/* A file of ours: `folder` is below the top. */
static char *read_ours(const struct fix *fix, const char *folder, const char *name)
{
	char path[2 * PATH_MAX];
	char *text;

	snprintf(path, sizeof path, "%s/%s/%s", fix->top, folder, name);
	text = file_read(path, NULL);
	if (!text)
		die_system("cannot read %s", path);
	return text;
}

static char *read_api(const struct fix *fix)
{
	char folder[NAME_MAX + 8];

	snprintf(folder, sizeof folder, "labs/%s", fix->lab);
	return read_ours(fix, folder, "api.h");
}

static void tell_findings(const struct gate_report *report, struct grade_verdict *verdict)
{
	char text[1024];

	verdict_fail(verdict, "It holds what a fix must not:\n\n");
	for (int i = 0; i < gate_shown(report); i++)
		verdict_say(verdict, "- %s\n",
			    gate_describe(&report->finding[i], text, sizeof text));
}

/* What ThreadSanitizer is to watch, once more: the compiler may have added something. */
static void check_object(const struct fix *fix, const struct gate_policy *policy,
			 struct gate_report *report)
{
	char path[2 * PATH_MAX];

	snprintf(path, sizeof path, "%s/tsan.o", fix->box);
	if (gate_check_object(path, policy, report) != 0)
		die_system("cannot read %s", path);
}

static bool pass_gate(struct fix *fix, struct grade_verdict *verdict)
{
	static const char *const sources[] = {"fix.c", "api.h", "exec/exec.h", NULL};
	static struct gate_report report;
	char *allowed = read_ours(fix, "harness/gate", "allowed.txt");
	char *forbidden = read_ours(fix, "harness/gate", "forbidden.txt");
	char *text = workspace_read(fix, "fix.c");
	char *all = workspace_read(fix, "fix.i"), *api = read_api(fix);
	struct gate_policy policy = {grading.provides, sources, allowed, forbidden, text, all, api};

	fix->module = workspace_read(fix, "fix.ll");
	if (!fix->module) {
		verdict_fail(verdict, "The compiler makes too much of it to be looked at.\n");
		report.count = 1;
	} else {
		gate_check_text(fix->module, strlen(fix->module), &policy, &report);
		if (report.count == 0)
			check_object(fix, &policy, &report);
		if (report.count > 0)
			tell_findings(&report, verdict);
	}
	free(allowed);
	free(forbidden);
	free(text);
	free(all);
	free(api);
	return report.count == 0;
}

static bool link_programs(struct fix *fix, struct grade_verdict *verdict)
{
	struct sandbox_result result;
	char why[128];
	bool linked = run_script(fix, "programs", PROGRAMS_CPU, &result, why, sizeof why);

	if (!linked) {
		verdict_fail(verdict,
			     "It cannot be linked (the build %s): is each function of api.h "
			     "there?\n",
			     why);
		verdict_quote(verdict, result.output, MOST_MESSAGE);
	}
	free(result.output);
	return linked;
}

bool build_fix(struct fix *fix, struct grade_verdict *verdict)
{
	bool built;

	verdict->result = GRADE_PASSED;
	built = compile(fix, verdict) && pass_gate(fix, verdict) && link_programs(fix, verdict);
	if (verdict->result == GRADE_PASSED)
		verdict_say(verdict, "It compiles without warnings, and the gate lets it pass.\n");
	return built;
}

bool build_has_history(const struct fix *fix)
{
	char path[2 * PATH_MAX];

	snprintf(path, sizeof path, "%s/labs/%s/history.c", fix->top, fix->lab);
	return access(path, R_OK) == 0;
}

bool build_has(const struct fix *fix, const char *text)
{
	return fix->module && strstr(fix->module, text);
}

bool build_calls(const struct fix *fix, const char *part)
{
	const char *at = fix->module ? fix->module : "";

	while ((at = strstr(at, "\ndeclare "))) {
		const char *end = strchr(at + 1, '\n'), *found = strstr(at + 1, part);

		if (found && (!end || found < end))
			return true;
		at++;
	}
	return false;
}
