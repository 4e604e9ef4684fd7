/* variables.c: what stands outside of functions (see internal.h). */
#include "gate/internal.h"

#include <stdlib.h>
#include <string.h>

static const struct objection constructor = {
	"a constructor or destructor", "it runs outside of any check",
	"call it from a function that api.h asks for", "constructor destructor"};
static const struct objection kept = {"the attribute used, retain or annotate",
				      "nothing needs to be kept that nobody uses", "leave it out",
				      "used retain annotate __used__"};
static const struct objection alias = {"another name for a function",
				       "it is chosen outside of any check",
				       "call the function itself", "alias ifunc weakref"};
static const struct objection placed = {
	"a section of its own", "what lies there may run outside of any check, or be skipped",
	"leave out that attribute", "section"};
static const struct objection weak = {"a weak or common definition",
				      "it gives way to others of that name",
				      "leave out that attribute", "weak common"};
static const struct objection inlined = {"an inline function that others see",
					 "the compiler may leave it out", "make it static inline",
					 "inline __inline __inline__"};
static const struct objection jump = {"a jump to a computed label",
				      "nobody can tell where it leads", "use switch", NULL};
static const struct objection space = {"another address space", "the detectors do not look into it",
				       "leave out that attribute", NULL};
static const struct objection odd = {"this attribute", "a fix does not need it", "leave it out",
				     NULL};
static const struct objection nameless = {"a variable without debug information",
					  "reports could not name it",
					  "leave out the attribute nodebug", "nodebug"};

static const struct {
	const char *word;
	const struct objection *objection;
} bad[] = {
	{"section", &placed},
	{"partition", &placed},
	{"comdat", &weak},
	{"weak", &weak},
	{"weak_odr", &weak},
	{"linkonce", &weak},
	{"linkonce_odr", &weak},
	{"common", &weak},
	{"appending", &weak},
	{"available_externally", &inlined},
	{"blockaddress", &jump},
	{"addrspace", &space},
	{"gc", &odd},
	{"prefix", &odd},
	{"prologue", &odd},
	{"personality", &odd},
	{"externally_initialized", &odd},
	{"dllimport", &odd},
	{"dllexport", &odd},
	{"no_sanitize_address", &odd},
	{"no_sanitize_hwaddress", &odd},
};

void check_words(struct check *check, const struct symbol *symbol, long debug)
{
	char name[GATE_PATH];

	symbol_name(symbol, name, sizeof name);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (line_has(symbol->line, bad[i].word))
			refuse(check, debug, name, bad[i].objection);
}

/* The first function of this file that the line names. */
static const struct symbol *find_function(const struct check *check, struct span line)
{
	struct token token;

	while ((token = token_next(&line)).kind != TOKEN_END) {
		const struct symbol *symbol = token.kind == TOKEN_GLOBAL
						      ? module_symbol(check->module, token.text)
						      : NULL;

		if (symbol && symbol->kind == SYMBOL_FUNCTION && symbol->defined)
			return symbol;
	}
	return NULL;
}

static void refuse_for_function(struct check *check, const struct symbol *symbol,
				const struct objection *objection)
{
	const struct symbol *function = find_function(check, symbol->line);
	char name[GATE_PATH] = "";

	if (function)
		symbol_name(function, name, sizeof name);
	refuse(check, function ? module_symbol_debug(check->module, function) : -1, name,
	       objection);
}

/* What the compiler gathers in such variables: functions that run before main, and the like. */
static bool check_special(struct check *check, const struct symbol *symbol)
{
	if (span_begins(symbol->name, "llvm.global_"))
		refuse_for_function(check, symbol,
				    span_begins(symbol->name, "llvm.global_a") ? &kept
									       : &constructor);
	else if (span_begins(symbol->name, "llvm."))
		refuse_for_function(check, symbol, &kept);
	else
		return false;
	return true;
}

/* The compiler's own begin with a dot, or belong to a function's constants. */
static bool is_own(const struct symbol *symbol)
{
	return symbol->local && !span_begins(symbol->name, ".") &&
	       !line_has(symbol->line, "private");
}

static void check_alias(struct check *check, const struct symbol *symbol)
{
	char name[GATE_PATH];

	symbol_name(symbol, name, sizeof name);
	refuse(check, -1, name, &alias);
}

void check_variable(struct check *check, const struct symbol *symbol)
{
	long debug = module_symbol_debug(check->module, symbol);
	char name[GATE_PATH];

	symbol_name(symbol, name, sizeof name);
	if (check_special(check, symbol))
		return;
	if (symbol->kind == SYMBOL_ALIAS)
		check_alias(check, symbol);
	check_words(check, symbol, debug);
	check_variable_group(check, symbol, debug);
	if (symbol->defined && symbol->kind == SYMBOL_VARIABLE)
		check_definition(check, symbol, debug);
	if (symbol->defined && debug < 0 && is_own(symbol) && symbol->kind == SYMBOL_VARIABLE)
		refuse(check, -1, name, &nameless);
	check_names(check, symbol->line, debug);
}
