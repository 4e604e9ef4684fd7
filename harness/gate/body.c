/* body.c: what functions do (see internal.h). */
#include "gate/internal.h"

#include "gate/names.h"

#include <string.h>

/* No such addresses are ever in use: they are fine as marks ("nobody", "busy"). */
#define MOST_MARK 4095

static const struct objection assembly = {"inline assembly", "the detectors cannot see into it",
					  "use C11 atomics or a lock", NULL};
static const struct objection jump = {"a jump to a computed label",
				      "nobody can tell where it leads", "use switch", NULL};
static const struct objection exception = {"an exception", "jumps lead out of what is checked",
					   NULL, NULL};
static const struct objection space = {"another address space", "the detectors do not look into it",
				       "leave out that attribute", NULL};
static const struct objection scope = {"an atomic operation for one thread alone",
				       "the detectors do not see it", "leave out the scope", NULL};
static const struct objection skipped = {"code that the detector skips",
					 "it would be silent about what happens there",
					 "leave out that attribute", NULL};
static const struct objection fixed = {"a fixed address", "nobody knows what lies there",
				       "use a variable", NULL};
static const struct objection called_number = {"a call of a number", "nobody knows what lies there",
					       "call a function by its name", NULL};
static const struct objection called_data = {"a call of data", "the detectors cannot see into it",
					     "write it in C", NULL};
static const struct objection taken = {"the address of an outside function",
				       "it can lead to any other function", "call it by its name",
				       NULL};
static const struct objection computed = {"computing with the address of a function",
					  "it can lead to any other function",
					  "call it by its name", NULL};
static const struct objection unread = {"code that the gate cannot read",
					"nobody knows what it does", NULL, NULL};

static const struct {
	const char *word;
	const struct objection *objection;
} bad[] = {
	{"asm", &assembly},	 {"callbr", &assembly},	 {"indirectbr", &jump},
	{"blockaddress", &jump}, {"invoke", &exception}, {"landingpad", &exception},
	{"resume", &exception},	 {"addrspace", &space},
};

/* A line, read with what the parentheses around each word mean. */
struct walk {
	struct span rest;
	struct token token;
	int depth;
	int computing; /* depth from which on addresses are computed; 0: not */
	bool due;      /* a parenthesis that follows is such a depth */
	bool called;   /* the callee has been read */
	bool call, cast;
	bool outside; /* what is called is no function of this file */
};

static bool is_flag(const struct token *token)
{
	static const char *const flags[] = {"inbounds", "nuw", "nusw", "nneg", NULL};

	for (const char *const *flag = flags; *flag; flag++)
		if (token_is(token, *flag))
			return true;
	return false;
}

static void walk_mark(struct walk *walk)
{
	if (token_is_mark(&walk->token, '(')) {
		walk->depth++;
		if (walk->due && !walk->computing)
			walk->computing = walk->depth;
	} else if (token_is_mark(&walk->token, ')')) {
		if (walk->computing == walk->depth)
			walk->computing = 0;
		walk->depth -= walk->depth > 0;
	}
}

static bool walk_next(struct walk *walk)
{
	walk->token = token_next(&walk->rest);
	walk_mark(walk);
	if (!is_flag(&walk->token))
		walk->due = token_is(&walk->token, "ptrtoint") ||
			    token_is(&walk->token, "getelementptr");
	if (token_is(&walk->token, "call"))
		walk->call = true;
	if (walk->depth == 0 && token_is(&walk->token, "bitcast"))
		walk->cast = true;
	return walk->token.kind != TOKEN_END;
}

static bool is_callee(const struct walk *walk)
{
	return walk->call && !walk->called &&
	       (walk->depth == 0 || (walk->cast && walk->depth == 1));
}

static void check_callee(struct check *check, struct walk *walk, const struct symbol *symbol,
			 long debug, const char *name)
{
	walk->called = true;
	walk->outside = !symbol->defined;
	if (symbol->kind == SYMBOL_VARIABLE)
		refuse(check, debug, name, &called_data);
}

/* Given to a function outside, as to pthread_key_create, an address is only called. */
static void check_taken(struct check *check, const struct walk *walk, const struct symbol *symbol,
			long debug, const char *name)
{
	if (symbol->kind != SYMBOL_FUNCTION)
		return;
	if (walk->computing)
		refuse(check, debug, name, &computed);
	else if (!symbol->defined && !(walk->called && walk->outside))
		refuse(check, debug, name, &taken);
}

static void check_global(struct check *check, struct walk *walk, long debug)
{
	struct symbol *symbol = module_symbol(check->module, walk->token.text);
	char name[GATE_PATH];

	if (!symbol) {
		refuse(check, debug, "", &unread);
		return;
	}
	symbol_name(symbol, name, sizeof name);
	check_use(check, symbol, debug);
	if (is_callee(walk))
		check_callee(check, walk, symbol, debug, name);
	else
		check_taken(check, walk, symbol, debug, name);
}

void check_names(struct check *check, struct span line, long debug)
{
	struct walk walk = {.rest = line};
	bool first = span_begins(line, "@"); /* what is defined */

	while (walk_next(&walk)) {
		if (walk.token.kind == TOKEN_GLOBAL && !first)
			check_global(check, &walk, debug);
		first = false;
	}
}

/* ---- numbers as addresses ---- */

static bool is_mark_number(struct span number)
{
	bool negative = number.length > 0 && number.text[0] == '-';
	struct span digits = {number.text + negative, number.length - negative};
	long value = span_number(digits);

	return value >= 0 && value <= MOST_MARK;
}

/* `inttoptr (i64 4096 to ptr)` is a constant; `%2 = inttoptr i64 %1 to ptr` is remembered. */
static void check_numbers(struct check *check, struct span line, long debug)
{
	struct walk walk = {.rest = line};

	while (walk_next(&walk)) {
		struct span rest = walk.rest;
		struct token open, number;

		if (!token_is(&walk.token, "inttoptr"))
			continue;
		open = token_next(&rest);
		token_next(&rest);
		number = token_next(&rest);
		if (is_callee(&walk) && walk.depth == 0)
			refuse(check, debug, "", &called_number);
		else if (token_is_mark(&open, '(') && number.kind == TOKEN_WORD &&
			 !is_mark_number(number.text))
			refuse(check, debug, "", &fixed);
	}
}

static void check_pointers(struct check *check, struct span line, long debug)
{
	struct walk walk = {.rest = line};
	struct span first = {"", 0};

	while (walk_next(&walk)) {
		struct span rest = walk.rest;
		struct token after = token_next(&rest);

		if (walk.token.kind == TOKEN_LOCAL && first.length == 0)
			first = walk.token.text;
		if (walk.depth == 0 && token_is(&walk.token, "inttoptr"))
			check->address = first;
		if (is_callee(&walk) && walk.token.kind == TOKEN_LOCAL &&
		    token_is_mark(&after, '(') && check->address.length > 0 &&
		    span_same(walk.token.text, check->address))
			refuse(check, debug, "", &called_number);
	}
}

/* ---- instructions ---- */

static void check_bad_words(struct check *check, struct span line, long debug)
{
	bool fence = line_has(line, "fence");
	struct token token;

	while ((token = token_next(&line)).kind != TOKEN_END) {
		for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
			if (token_is(&token, bad[i].word))
				refuse(check, debug, "", bad[i].objection);
		if (token_is(&token, "syncscope") && !fence)
			refuse(check, debug, "", &scope);
		if (token.kind == TOKEN_META && span_is(token.text, "nosanitize"))
			refuse(check, debug, "", &skipped);
	}
}

void check_instruction(struct check *check, struct span line)
{
	long debug = line_meta(line, "dbg");

	if (debug < 0)
		debug = check->subprogram;
	check_bad_words(check, line, debug);
	check_names(check, line, debug);
	check_numbers(check, line, debug);
	check_pointers(check, line, debug);
}
