/* functions.c: how a function is defined (see internal.h). */
#include "gate/internal.h"

#include <string.h>

static const struct objection skipped = {
	"code that the detector skips", "it would be silent about what happens there",
	"leave out the attribute or pragma that switches the detector off", NULL};
static const struct objection naked = {"a naked function", "the detectors cannot see into it",
				       "leave out that attribute", NULL};
static const struct objection twice = {"a function that returns twice",
				       "jumps lead out of what is checked", NULL, NULL};
static const struct objection placed = {
	"a section of its own", "what lies there may run outside of any check, or be skipped",
	"leave out that attribute or pragma", "section"};
static const struct objection convention = {"a calling convention of its own",
					    "the detectors know only the usual one",
					    "leave out that attribute", NULL};
static const struct objection processor = {"code for a particular processor",
					   "all of a fix is compiled in the same way",
					   "leave out the target attribute", "target"};
static const struct objection nameless = {"code without debug information",
					  "reports could not name the line",
					  "leave out the attribute nodebug", "nodebug"};

/* What may stand in a group of attributes, as a word or as a string, and must not. */
static const struct {
	const char *attribute;
	const struct objection *objection;
} bad[] = {
	{"disable_sanitizer_instrumentation", &skipped},
	{"sanitize_thread_no_checking_at_run_time", &skipped},
	{"naked", &naked},
	{"returns_twice", &twice},
	{"implicit-section-name", &placed},
	{"bss-section", &placed},
	{"data-section", &placed},
	{"rodata-section", &placed},
	{"relro-section", &placed},
};

static bool group_has(struct span group, const char *attribute)
{
	struct token token;

	while ((token = token_next(&group)).kind != TOKEN_END)
		if ((token.kind == TOKEN_WORD || token.kind == TOKEN_STRING) &&
		    span_is(token.text, attribute))
			return true;
	return false;
}

static void check_group(struct check *check, struct span group, const char *name, long debug)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (group_has(group, bad[i].attribute))
			refuse(check, debug, name, bad[i].objection);
}

/* The value of an attribute, as in "target-cpu"="x86-64". */
static struct span attribute_value(struct span group, const char *attribute)
{
	struct token token;

	while ((token = token_next(&group)).kind != TOKEN_END) {
		if (token.kind != TOKEN_STRING || !span_is(token.text, attribute))
			continue;
		token_next(&group);
		return token_next(&group).text;
	}
	return (struct span){"", 0};
}

static void check_processor(struct check *check, struct span group, const char *name, long debug)
{
	static const char *const attributes[] = {"target-cpu", "target-features", "tune-cpu"};

	if (check->processor.length == 0)
		check->processor = group;
	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
		if (!span_same(attribute_value(group, attributes[i]),
			       attribute_value(check->processor, attributes[i]))) {
			refuse(check, debug, name, &processor);
			return;
		}
}

static bool has_convention(struct span line)
{
	struct token token;

	while ((token = token_next(&line)).kind != TOKEN_END && token.kind != TOKEN_GLOBAL)
		if (token.kind == TOKEN_WORD && token.text.length >= 2 &&
		    memcmp(token.text.text + token.text.length - 2, "cc", 2) == 0)
			return true;
	return false;
}

static void check_attributes(struct check *check, struct span line, const char *name, long debug)
{
	struct span group = module_group(check->module, line_group(line));

	if (!line_has(group, "sanitize_thread"))
		refuse(check, debug, name, &skipped);
	check_group(check, group, name, debug);
	check_processor(check, group, name, debug);
}

void check_function(struct check *check, const struct symbol *symbol)
{
	long debug = module_symbol_debug(check->module, symbol);
	char name[GATE_PATH];

	symbol_name(symbol, name, sizeof name);
	if (!line_has_meta(module_metadata(check->module, debug), "DISubprogram"))
		refuse(check, debug, name, &nameless);
	check_definition(check, symbol, debug);
	check_words(check, symbol, debug);
	check_attributes(check, symbol->line, name, debug);
	if (has_convention(symbol->line))
		refuse(check, debug, name, &convention);
}

/* Pragmas that place variables leave attributes on them. */
void check_variable_group(struct check *check, const struct symbol *symbol, long debug)
{
	long group = line_group(symbol->line);
	char name[GATE_PATH];

	symbol_name(symbol, name, sizeof name);
	check_group(check, module_group(check->module, group), name, debug);
}
