/* module.c: an index of a module's lines (see module.h). */
#include "gate/module.h"

#include "base/die.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_SCOPES 64

/* ---- the index ---- */

static bool is_symbol_line(struct span line)
{
	return span_begins(line, "@") || span_begins(line, "define ") ||
	       span_begins(line, "declare ");
}

static void *new_table(size_t count, size_t size)
{
	void *table = calloc(count + 1, size);

	if (!table)
		die_system("no memory to check the code");
	return table;
}

static void make_room(struct module *module)
{
	struct span rest = module->text, line;

	while (token_line(&rest, &line)) {
		module->metadata_count += span_begins(line, "!");
		module->group_count += span_begins(line, "attributes ");
		module->symbol_count += is_symbol_line(line);
	}
	module->symbol_places = 16;
	while (module->symbol_places < 2 * module->symbol_count + 2)
		module->symbol_places *= 2;
	module->metadata = new_table(module->metadata_count, sizeof *module->metadata);
	module->group = new_table(module->group_count, sizeof *module->group);
	module->symbol = new_table(module->symbol_places, sizeof *module->symbol);
}

static struct symbol *find_place(const struct module *module, struct span name)
{
	uint64_t hash = 0xcbf29ce484222325;
	size_t at;

	for (size_t i = 0; i < name.length; i++)
		hash = (hash ^ (unsigned char)name.text[i]) * 0x100000001b3;
	at = (size_t)(hash ^ hash >> 32) & (module->symbol_places - 1);
	while (module->symbol[at].name.length > 0 && !span_same(module->symbol[at].name, name))
		at = (at + 1) & (module->symbol_places - 1);
	return &module->symbol[at];
}

/* What stands before the name of a function, or between that of a variable and its type. */
static void read_linkage(struct symbol *symbol, struct span line, struct span after)
{
	bool is_variable = symbol->kind == SYMBOL_VARIABLE;
	struct span rest = is_variable ? after : line;
	struct token token;

	symbol->defined = !span_begins(line, "declare ");
	while ((token = token_next(&rest)).kind != TOKEN_END && token.kind != TOKEN_GLOBAL) {
		if (token_is(&token, "internal") || token_is(&token, "private"))
			symbol->local = true;
		if (token_is(&token, "external") || token_is(&token, "extern_weak"))
			symbol->defined = false;
		if (token_is(&token, "alias") || token_is(&token, "ifunc"))
			symbol->kind = SYMBOL_ALIAS;
		if (is_variable && (token_is(&token, "global") || token_is(&token, "constant")))
			return;
	}
}

static void add_symbol(struct module *module, struct span line)
{
	struct span rest = line;
	struct token token;
	struct symbol *symbol;

	do
		token = token_next(&rest);
	while (token.kind != TOKEN_END && token.kind != TOKEN_GLOBAL);
	if (token.kind == TOKEN_END || token.text.length == 0)
		return; /* the rules refuse what they find no symbol for */
	symbol = find_place(module, token.text);
	if (symbol->name.length > 0)
		return;
	*symbol = (struct symbol){.name = token.text, .line = line, .quoted = token.quoted};
	symbol->kind = span_begins(line, "@") ? SYMBOL_VARIABLE : SYMBOL_FUNCTION;
	read_linkage(symbol, line, rest);
}

static void add_numbered(struct span *table, size_t count, long number, struct span line)
{
	if (number >= 0 && (size_t)number < count && table[number].length == 0 &&
	    line.length <= MODULE_MOST_LINE)
		table[number] = line;
}

void module_open(struct module *module, const char *text, size_t size)
{
	struct span rest, line;

	*module = (struct module){.text = {text, size}};
	make_room(module);
	rest = module->text;
	while (token_line(&rest, &line)) {
		struct span words = line;
		struct token first = token_next(&words), second = token_next(&words);

		if (first.kind == TOKEN_META)
			add_numbered(module->metadata, module->metadata_count,
				     span_number(first.text), line);
		else if (token_is(&first, "attributes") && second.kind == TOKEN_GROUP)
			add_numbered(module->group, module->group_count, span_number(second.text),
				     line);
		else if (is_symbol_line(line))
			add_symbol(module, line);
	}
}

void module_close(struct module *module)
{
	free(module->metadata);
	free(module->group);
	free(module->symbol);
}

/* ---- questions ---- */

struct symbol *module_symbol(const struct module *module, struct span name)
{
	struct symbol *place = find_place(module, name);

	return place->name.length > 0 ? place : NULL;
}

static struct span find_numbered(const struct span *table, size_t count, long number)
{
	return number >= 0 && (size_t)number < count ? table[number] : (struct span){"", 0};
}

struct span module_group(const struct module *module, long number)
{
	return find_numbered(module->group, module->group_count, number);
}

struct span module_metadata(const struct module *module, long number)
{
	return find_numbered(module->metadata, module->metadata_count, number);
}

struct span module_follow(const struct module *module, struct span from, const char *field)
{
	struct token value = line_field(from, field);

	return module_metadata(module, value.kind == TOKEN_META ? span_number(value.text) : -1);
}

/* A variable's is an expression around the variable's own. */
long module_symbol_debug(const struct module *module, const struct symbol *symbol)
{
	long number = line_meta(symbol->line, "dbg");
	struct token variable = line_field(module_metadata(module, number), "var");

	return variable.kind == TOKEN_META ? span_number(variable.text) : number;
}

static int digit(char byte)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *found = byte ? strchr(digits, byte) : NULL;

	return found ? (int)(found - digits) : -1;
}

void module_unquote(struct span text, char *plain, size_t size)
{
	size_t length = 0;

	for (size_t i = 0; i < text.length && length + 1 < size; i++) {
		bool escape = text.text[i] == '\\' && i + 2 < text.length &&
			      digit(text.text[i + 1]) >= 0 && digit(text.text[i + 2]) >= 0;

		if (escape) {
			plain[length++] =
				(char)(16 * digit(text.text[i + 1]) + digit(text.text[i + 2]));
			i += 2;
		} else {
			plain[length++] = text.text[i];
		}
	}
	plain[length] = '\0';
}

/* From a place outward to whatever names a file. */
static void find_file(const struct module *module, struct span from, char *file, size_t size)
{
	for (int i = 0; i < MOST_SCOPES && from.length > 0; i++) {
		struct span found = module_follow(module, from, "file");

		if (found.length > 0) {
			module_unquote(line_field(found, "filename").text, file, size);
			return;
		}
		from = module_follow(module, from, "scope");
	}
}

int module_place(const struct module *module, long number, char *file, size_t size)
{
	struct span place = module_metadata(module, number);
	long line = span_number(line_field(place, "line").text);

	*file = '\0';
	if (place.length > 0)
		find_file(module, place, file, size);
	return line > 0 ? (int)line : 0;
}
