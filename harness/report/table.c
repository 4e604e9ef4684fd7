/* table.c: result files read back (see table.h). */
#include "report/table.h"

#include "base/die.h"
#include "base/file.h"

#include <stdlib.h>
#include <string.h>

static void *grown(void *array, size_t count, size_t size)
{
	/* Room for twice as many at each power of two. */
	if (count & (count - 1))
		return array;
	array = realloc(array, (count ? 2 * count : 1) * size);
	if (!array)
		BUG("no memory for a table");
	return array;
}

/* Cut a line at its tabs. Returns how many parts there are, also beyond the most. */
static int cut(char *line, char **part, int most)
{
	int parts = 0;

	for (char *next = line; next; parts++) {
		char *start = next;

		next = strchr(start, '\t');
		if (next)
			*next++ = '\0';
		if (parts < most)
			part[parts] = start;
	}
	return parts;
}

static void add_fact(struct table *table, char *line)
{
	table->facts = grown(table->facts, (size_t)table->fact_count, sizeof *table->facts);
	table->facts[table->fact_count++] = line;
}

static void add_row(struct table *table, char *line)
{
	char *part[TABLE_COLUMNS];
	size_t count = (size_t)table->rows * (size_t)table->columns;

	if (cut(line, part, TABLE_COLUMNS) != table->columns) {
		table->is_damaged = true;
		return;
	}
	table->cell = realloc(table->cell, (count + (size_t)table->columns) * sizeof *table->cell);
	if (!table->cell)
		BUG("no memory for a table");
	memcpy(table->cell + count, part, (size_t)table->columns * sizeof *part);
	table->rows++;
}

static void add_line(struct table *table, char *line)
{
	if (*line == '#') {
		add_fact(table, line + strspn(line, "# "));
	} else if (!table->columns) {
		table->columns = cut(line, table->column, TABLE_COLUMNS);
		if (table->columns > TABLE_COLUMNS)
			table->columns = TABLE_COLUMNS;
	} else {
		add_row(table, line);
	}
}

struct table *table_read(const char *path)
{
	struct table *table = calloc(1, sizeof *table);
	char *line, *end;

	if (!table)
		BUG("no memory for a table");
	table->text = file_read(path, NULL);
	if (!table->text) {
		free(table);
		return NULL;
	}
	for (line = table->text; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		add_line(table, line);
	}
	table->is_damaged |= *line != '\0' || !table->columns;
	return table;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	free(table->facts);
	free(table->cell);
	free(table->text);
	free(table);
}

const char *table_fact(const struct table *table, const char *key)
{
	size_t length = strlen(key);

	for (int i = 0; i < table->fact_count; i++) {
		const char *fact = table->facts[i];

		if (strncmp(fact, key, length) == 0 && fact[length] == ':')
			return fact + length + 1 + (fact[length + 1] == ' ');
	}
	return "";
}

int table_column(const struct table *table, const char *name)
{
	for (int i = 0; i < table->columns; i++)
		if (strcmp(table->column[i], name) == 0)
			return i;
	return -1;
}

const char *table_cell(const struct table *table, int row, int column)
{
	if (column < 0 || column >= table->columns)
		return "";
	return table->cell[row * table->columns + column];
}

const char *table_value(const struct table *table, int row, const char *column)
{
	return table_cell(table, row, table_column(table, column));
}
