/* symbols.c: what a fix may call, define and show (see internal.h). */
#include "gate/internal.h"

#include "gate/names.h"

#include <stdio.h>
#include <string.h>

/*
 * ThreadSanitizer does not look at what is called like this: variables of coverage tools, its own
 * constructor, and what its built-in suppressions name. All of them see local names, too.
 */
static const char unseen[] = "__llvm_* _M_rep _M_is_leaked tsan.*";

static const struct objection name_of_unseen = {"a name that the detector skips",
						"it would not report what happens there",
						"choose another name", NULL};
static const struct objection assembler_name = {"an assembler name",
						"it hides what is called and defined",
						"leave out the asm label", NULL};
static const struct objection weak = {"a weak name", "it gives way to others, or asks for them",
				      "leave out that attribute", "weak"};
static const struct objection visible = {"a name that other files see",
					 "only what api.h asks for may be seen", "make it static",
					 NULL};
static const struct objection unread = {"a name that the gate cannot read",
					"nobody knows what it does", "choose another one", NULL};

static bool is_plain(struct span name)
{
	for (size_t i = 0; i < name.length; i++) {
		char byte = name.text[i];

		if (byte == '\\' && i == 0)
			return false; /* \01: do not add the system's prefix */
		if ((unsigned char)byte <= ' ' || byte == 127)
			return false;
	}
	return true;
}

bool symbol_name(const struct symbol *symbol, char *name, size_t size)
{
	module_unquote(symbol->name, name, size);
	return is_plain(symbol->name) && symbol->name.length + 1 < size;
}

/* Is there a list for it that says why not? Otherwise it is only unknown. */
static void refuse_name(struct check *check, long debug, const char *name)
{
	char why[GATE_PATH], remedy[GATE_PATH];
	struct objection objection = {name, why, remedy, NULL};

	if (!names_reason(check->policy->forbidden, name, why, remedy, sizeof why)) {
		objection.why = "it is neither defined in this file nor on the list of what a fix "
				"may use";
		objection.remedy = "use what the task needs, or define it here as static";
	}
	refuse(check, debug, name, &objection);
}

bool check_may_call(const struct check *check, const char *name)
{
	const struct gate_policy *policy = check->policy;

	return names_has(policy->allowed, name) ||
	       (policy->api && names_is_declared(policy->api, name));
}

void check_use(struct check *check, struct symbol *symbol, long debug)
{
	char name[GATE_PATH];

	symbol->used = true;
	if (symbol->defined || symbol->allowed || symbol->kind == SYMBOL_ALIAS)
		return;
	if (!symbol_name(symbol, name, sizeof name))
		refuse(check, debug, name, &assembler_name);
	else if (!check_may_call(check, name))
		refuse_name(check, debug, name);
	else if (line_has(symbol->line, "extern_weak"))
		refuse(check, debug, name, &weak);
	else
		symbol->allowed = true;
}

static bool is_unseen(const char *name)
{
	const char *dot = strrchr(name, '.');

	return names_has(unseen, name) || (dot && names_has(unseen, dot + 1));
}

/* What it is called in the source, and what the assembler is told. */
static bool has_label(const struct check *check, const struct symbol *symbol, long debug)
{
	struct span information = module_metadata(check->module, debug);
	bool dotted = symbol->kind == SYMBOL_FUNCTION &&
		      memchr(symbol->name.text, '.', symbol->name.length);

	return dotted || line_field(information, "linkageName").kind != TOKEN_END;
}

static void check_visible(struct check *check, const char *name, long debug)
{
	char why[GATE_PATH], remedy[GATE_PATH];

	if (names_is_one_of(check->policy->provides, name))
		return;
	if (names_reason(check->policy->forbidden, name, why, remedy, sizeof why))
		refuse_name(check, debug, name);
	else
		refuse(check, debug, name, &visible);
}

void check_definition(struct check *check, const struct symbol *symbol, long debug)
{
	char name[GATE_PATH];
	bool plain = symbol_name(symbol, name, sizeof name);

	if (!plain || has_label(check, symbol, debug))
		refuse(check, debug, name, plain || *name == 1 ? &assembler_name : &unread);
	else if (is_unseen(name))
		refuse(check, debug, name, &name_of_unseen);
	if (!symbol->local)
		check_visible(check, name, debug);
}

static bool is_defined(const struct check *check, const char *name)
{
	const struct symbol *symbol =
		module_symbol(check->module, (struct span){name, strlen(name)});

	return symbol && symbol->defined && !symbol->local;
}

static void refuse_missing(struct check *check, const char *name)
{
	char what[GATE_NAME];
	const struct objection missing = {what, "api.h asks for it", "define it", NULL};

	snprintf(what, sizeof what, "a fix without %s", name);
	refuse_line(check, 0, "", &missing);
}

void check_rest(struct check *check)
{
	const struct module *module = check->module;

	for (size_t i = 0; i < module->symbol_places; i++)
		if (module->symbol[i].name.length > 0 && !module->symbol[i].used)
			check_use(check, &module->symbol[i], -1);
	for (const char *const *name = check->policy->provides; *name; name++)
		if (!is_defined(check, *name))
			refuse_missing(check, *name);
}
