/* gate.c: the rules (see gate.h). */
#include "gate/gate.h"

#include "gate/module.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
	const char *module;
	const struct gate_policy *policy;
	struct gate_report *report;
	long subprogram; /* debug information of the function being read; -1: none */
};

/* ---- findings ---- */

static bool is_known(const struct gate_report *report, const struct gate_finding *finding)
{
	for (int i = 0; i < report->count && i < GATE_FINDINGS; i++)
		if (report->finding[i].line == finding->line &&
		    strcmp(report->finding[i].text, finding->text) == 0)
			return true;
	return false;
}

/* `debug`: number of the debug information that says where; -1: nothing does. */
static __attribute__((format(printf, 3, 4))) void refuse(struct check *check, long debug,
							 const char *format, ...)
{
	struct gate_report *report = check->report;
	struct gate_finding finding = {.line = 0};
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(finding.text, sizeof finding.text, format, arguments);
	va_end(arguments);
	finding.line = module_place(check->module, debug, finding.file, sizeof finding.file);
	if (is_known(report, &finding))
		return;
	if (report->count < GATE_FINDINGS)
		report->finding[report->count] = finding;
	report->count++;
}

static long place_of(const struct check *check, struct line line)
{
	long debug = line_number_after(line, "!dbg !");

	return debug >= 0 ? debug : check->subprogram;
}

/* ---- names ---- */

static bool is_provided(const struct check *check, const char *name)
{
	for (const char *const *provided = check->policy->provides; *provided; provided++)
		if (strcmp(*provided, name) == 0)
			return true;
	return false;
}

/* A word of a list, of which those that end in '*' stand for all with that beginning. */
static bool matches(const char *word, size_t length, const char *name)
{
	if (length > 0 && word[length - 1] == '*')
		return strncmp(word, name, length - 1) == 0;
	return strlen(name) == length && memcmp(word, name, length) == 0;
}

static bool is_listed(const char *list, const char *name)
{
	const char *rest = list;
	struct line line;

	while (module_next_line(&rest, &line)) {
		const char *at = line.text, *end = line.text + line.length;

		while (at < end && *at != '#') {
			size_t length = strcspn(at, " \t\n#");

			if (length > (size_t)(end - at))
				length = (size_t)(end - at);
			if (length > 0 && matches(at, length, name))
				return true;
			at += length;
			at += at < end && *at != '#';
		}
	}
	return false;
}

/* A line of forbidden.txt: names, a colon, the reason. */
static bool find_reason(const char *list, const char *name, struct line *reason)
{
	const char *rest = list;
	struct line line;

	while (module_next_line(&rest, &line)) {
		const char *colon = memchr(line.text, ':', line.length);
		char names[512];

		if (line_begins(line, "#") || !colon)
			continue;
		snprintf(names, sizeof names, "%.*s", (int)(colon - line.text), line.text);
		if (!is_listed(names, name))
			continue;
		reason->text = colon + 1 + strspn(colon + 1, " ");
		reason->length = (size_t)(line.text + line.length - reason->text);
		return true;
	}
	return false;
}

static void refuse_name(struct check *check, long debug, const char *name)
{
	struct line reason;

	if (find_reason(check->policy->forbidden, name, &reason))
		refuse(check, debug, "%s is not allowed here: %.*s", name, (int)reason.length,
		       reason.text);
	else
		refuse(check, debug, "%s is not allowed here: use what the task needs, no more",
		       name);
}

/* ---- what a module declares and defines ---- */

/* Where a function that is declared here is used first. */
static long find_use(const struct check *check, const char *name)
{
	const char *rest = check->module;
	char use[MODULE_NAME + 2];
	struct line line;
	long subprogram = -1;

	snprintf(use, sizeof use, "@%s", name);
	while (module_next_line(&rest, &line)) {
		const char *found;

		if (line_begins(line, "define "))
			subprogram = line_number_after(line, "!dbg !");
		if (line_begins(line, "declare ") || !(found = line_find(line, use)) ||
		    isalnum((unsigned char)found[strlen(use)]) || found[strlen(use)] == '_')
			continue;
		if (line_begins(line, " ") && line_number_after(line, "!dbg !") >= 0)
			return line_number_after(line, "!dbg !");
		if (line_begins(line, " "))
			return subprogram;
	}
	return -1;
}

static void check_declaration(struct check *check, struct line line)
{
	char name[MODULE_NAME];

	if (!module_symbol(line, line_find(line, "@"), name)) {
		refuse(check, -1, "a declaration that the gate cannot read");
		return;
	}
	if (name[0] == '\\')
		refuse(check, find_use(check, name),
		       "an assembler name is not allowed here: "
		       "it hides what is called");
	else if (!is_listed(check->policy->allowed, name))
		refuse_name(check, find_use(check, name), name);
}

static bool is_local(struct line line)
{
	return line_find(line, " internal ") || line_find(line, " private ");
}

static void check_visible(struct check *check, struct line line, long debug, const char *name)
{
	struct line reason;

	if (is_local(line) || is_provided(check, name))
		return;
	if (find_reason(check->policy->forbidden, name, &reason))
		refuse_name(check, debug, name);
	else
		refuse(check, debug, "%s can be seen outside of this file: make it static", name);
}

static void check_attributes(struct check *check, struct line line, const char *name)
{
	static const char *const bad[] = {"disable_sanitizer_instrumentation", "naked",
					  "returns_twice"};
	struct line attributes = module_attributes(check->module, line_number_after(line, " #"));

	if (!line_find(attributes, " sanitize_thread"))
		refuse(check, check->subprogram,
		       "%s switches the detector off for itself: leave out that attribute or "
		       "pragma",
		       name);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (line_find(attributes, bad[i]))
			refuse(check, check->subprogram,
			       "%s has the attribute %s, which is not "
			       "allowed here",
			       name, bad[i]);
}

static void check_section(struct check *check, struct line line, long debug, const char *name)
{
	if (line_find(line, " section ") || line_find(line, ", section "))
		refuse(check, debug,
		       "%s is put into a section of its own, which is not allowed here", name);
}

static void check_definition(struct check *check, struct line line)
{
	char name[MODULE_NAME];

	check->subprogram = line_number_after(line, "!dbg !");
	if (!module_symbol(line, line_find(line, "@"), name)) {
		refuse(check, -1, "a function that the gate cannot read");
		return;
	}
	if (name[0] == '\\')
		refuse(check, check->subprogram,
		       "an assembler name is not allowed here: it hides "
		       "what is defined");
	check_visible(check, line, check->subprogram, name);
	check_attributes(check, line, name);
	check_section(check, line, check->subprogram, name);
	if (line_find(line, " weak") || line_find(line, " linkonce"))
		refuse(check, check->subprogram, "%s is weak, which is not allowed here", name);
}

/* Debug information of a variable is an expression around the variable's own. */
static long place_of_variable(const struct check *check, struct line line)
{
	char number[32];
	struct line expression = module_metadata(check->module, line_number_after(line, "!dbg !"));

	if (!line_field(expression, "var", number, sizeof number) || number[0] != '!')
		return -1;
	return atol(number + 1);
}

/* What the compiler gathers in such variables: functions that run before main, and the like. */
static bool check_special(struct check *check, const char *name)
{
	if (strcmp(name, "llvm.global_ctors") == 0 || strcmp(name, "llvm.global_dtors") == 0)
		refuse(check, -1,
		       "constructors and destructors are not allowed here: they run "
		       "outside of any check");
	else if (strncmp(name, "llvm.", 5) == 0)
		refuse(check, -1, "the attributes used and retain are not allowed here");
	else
		return false;
	return true;
}

static void check_variable(struct check *check, struct line line)
{
	long debug = place_of_variable(check, line);
	char name[MODULE_NAME];

	if (!module_symbol(line, line.text, name)) {
		refuse(check, -1, "a variable that the gate cannot read");
		return;
	}
	if (check_special(check, name))
		return;
	if (line_find(line, " alias ") || line_find(line, " ifunc "))
		refuse(check, debug, "%s is another name for a function, which is not allowed here",
		       name);
	else if (line_find(line, " external ") || line_find(line, " extern_weak "))
		is_listed(check->policy->allowed, name)
			? (void)0
			: refuse_name(check, find_use(check, name), name);
	else
		check_visible(check, line, debug, name);
	check_section(check, line, debug, name);
}

/* ---- what functions do ---- */

static void check_instruction(struct check *check, struct line line)
{
	const char *constant = line_find(line, "inttoptr (i64 ");

	if (line_find(line, " asm "))
		refuse(check, place_of(check, line),
		       "assembly is not allowed here: the checks cannot see into it");
	if (line_find(line, "!nosanitize"))
		refuse(check, place_of(check, line), "code that the detector skips is not allowed");
	if (line_find(line, "addrspace("))
		refuse(check, place_of(check, line), "other address spaces are not allowed here");
	if (constant && atol(constant + strlen("inttoptr (i64 ")) != 0)
		refuse(check, place_of(check, line),
		       "a fixed address is not allowed here: use a variable");
}

/* ---- where it comes from ---- */

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* Also what #line claims: all places would be lies. */
static void check_source(struct check *check, struct line line)
{
	char file[256], folder[256];

	if (!line_field(line, "filename", file, sizeof file) || strncmp(file, "/usr/", 5) == 0)
		return;
	if (line_field(line, "directory", folder, sizeof folder) &&
	    strncmp(folder, "/usr/", 5) == 0 && file[0] != '/')
		return;
	for (const char *const *source = check->policy->sources; *source; source++)
		if (ends_with(file, *source))
			return;
	refuse(check, -1, "%s is no part of a fix: write all of it in one file, without #line",
	       file);
}

static void check_line(struct check *check, struct line line)
{
	if (line_begins(line, "define "))
		check_definition(check, line);
	else if (line_begins(line, "declare "))
		check_declaration(check, line);
	else if (line_begins(line, "@"))
		check_variable(check, line);
	else if (line_begins(line, "module asm"))
		refuse(check, -1, "assembly is not allowed here: the checks cannot see into it");
	else if (line_begins(line, "!") && line_find(line, "!DIFile("))
		check_source(check, line);
	else if (line_begins(line, " "))
		check_instruction(check, line);
}

void gate_check(const char *module, const struct gate_policy *policy, struct gate_report *report)
{
	struct check check = {module, policy, report, -1};
	const char *rest = module;
	struct line line;

	report->count = 0;
	while (module_next_line(&rest, &line))
		check_line(&check, line);
}
