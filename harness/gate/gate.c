/* gate.c: goes through a module line by line (see gate.h). */
#include "gate/gate.h"

#include "base/file.h"
#include "gate/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOST_SYMBOLS 20000
#define MOST_REFUSALS 200 /* repeated ones included: then it is enough */

const char *const gate_flags[] = {
	"-S",
	"-emit-llvm",
	"-g",
	"-O0",
	"-std=c11",
	"-D_GNU_SOURCE",
	"-U_FORTIFY_SOURCE",
	"-pthread",
	"-fno-common",
	"-fsanitize=thread",
	"-Xclang",
	"-disable-llvm-passes",
	NULL,
};

static const struct objection assembly = {"inline assembly", "the detectors cannot see into it",
					  "use C11 atomics or a lock", "asm __asm__ __asm _asm"};
static const struct objection unread = {"code that the gate cannot read",
					"nobody knows what it does", NULL, NULL};
static const struct objection cut = {"a module without an end", "nobody knows what follows", NULL,
				     NULL};
static const struct objection large = {"code of this size", "it takes too long to check",
				       "use what the task needs, no more", NULL};

static void check_top_word(struct check *check, struct span line, const struct token *first)
{
	static const char *const known[] = {"source_filename", "target", "attributes",
					    "uselistorder", "uselistorder_bb"};

	if (token_is(first, "module")) {
		refuse(check, -1, "", &assembly);
		return;
	}
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (token_is(first, known[i]))
			return;
	if (first->kind != TOKEN_END && !token_is_mark(first, '^') && line.text[0] != '$')
		refuse(check, -1, "", &unread);
}

static void check_symbol(struct check *check, struct span line, enum token_kind kind)
{
	struct symbol *symbol;
	struct span rest = line;
	struct token token;

	do
		token = token_next(&rest);
	while (token.kind != TOKEN_END && token.kind != TOKEN_GLOBAL);
	symbol = token.kind == TOKEN_GLOBAL ? module_symbol(check->module, token.text) : NULL;
	if (!symbol || symbol->line.text != line.text) {
		refuse(check, -1, "", &unread);
		return;
	}
	symbol->used = symbol->used || symbol->defined;
	if (kind == TOKEN_GLOBAL)
		check_variable(check, symbol);
	else if (symbol->defined)
		check_function(check, symbol);
}

static void check_top(struct check *check, struct span line)
{
	struct span rest = line;
	struct token first = token_next(&rest);

	if (first.kind == TOKEN_META)
		check_metadata(check, line);
	else if (first.kind == TOKEN_GLOBAL)
		check_symbol(check, line, TOKEN_GLOBAL);
	else if (token_is(&first, "define") || token_is(&first, "declare"))
		check_symbol(check, line, TOKEN_WORD);
	else if (first.kind != TOKEN_LOCAL)
		check_top_word(check, line, &first);
	if (token_is(&first, "define")) {
		check->subprogram = line_meta(line, "dbg");
		check->inside = true;
		check->address = (struct span){"", 0};
	}
}

static void check_line(struct check *check, struct span line)
{
	if (!check->inside)
		check_top(check, line);
	else if (span_begins(line, "}"))
		check->inside = false;
	else
		check_instruction(check, line);
}

static void check_module(struct check *check)
{
	struct span rest = check->module->text, line;

	while (check->refusals < MOST_REFUSALS && token_line(&rest, &line))
		check_line(check, line);
	if (check->refusals >= MOST_REFUSALS)
		return;
	if (check->inside)
		refuse(check, -1, "", &cut);
	check_rest(check);
	check_text(check);
}

void gate_check_text(const char *text, size_t size, const struct gate_policy *policy,
		     struct gate_report *report)
{
	struct module module;
	struct check check = {.module = &module, .policy = policy, .report = report};

	report->count = 0;
	if (size > GATE_MOST_BYTES) {
		refuse_line(&check, 0, "", &large);
		return;
	}
	check.subprogram = -1;
	module_open(&module, text, size);
	if (module.symbol_count > MOST_SYMBOLS)
		refuse_line(&check, 0, "", &large);
	else
		check_module(&check);
	module_close(&module);
	report_sort(report);
}

int gate_check(const char *ir_path, const struct gate_policy *policy, struct gate_report *report)
{
	struct stat status;
	size_t size = 0;
	char *text = NULL;

	if (stat(ir_path, &status) != 0)
		return -1;
	if (status.st_size > (off_t)GATE_MOST_BYTES)
		size = GATE_MOST_BYTES + 1; /* refused unread */
	else if (!(text = file_read(ir_path, &size)))
		return -1;
	gate_check_text(text, size, policy, report);
	free(text);
	return 0;
}

static int add_provided(const struct symbol *symbol, struct gate_provided *provided, size_t *count)
{
	if (symbol->name.length == 0 || !symbol->defined || symbol->local)
		return 0;
	if (*count == GATE_MOST_PROVIDED ||
	    !symbol_name(symbol, provided->name[*count], GATE_NAME)) {
		errno = E2BIG;
		return -1;
	}
	provided->list[*count] = provided->name[*count];
	provided->list[++*count] = NULL;
	return 0;
}

int gate_find_provided(const char *ir_path, struct gate_provided *provided)
{
	size_t size, count = 0;
	char *text = file_read(ir_path, &size);
	struct module module;
	int error = 0;

	if (!text)
		return -1;
	provided->list[0] = NULL;
	module_open(&module, text, size);
	for (size_t i = 0; i < module.symbol_places && error == 0; i++)
		error = add_provided(&module.symbol[i], provided, &count);
	module_close(&module);
	free(text);
	return error;
}
