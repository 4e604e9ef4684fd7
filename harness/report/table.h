/* table.h: a result file read back: facts in "#" lines, a line of columns, rows (measure/series.h). */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define TABLE_COLUMNS 32

struct table {
	char *text; /* all of the file, cut into the texts that the others point to */
	char **facts;
	int fact_count;
	char *column[TABLE_COLUMNS];
	int columns;
	char **cell; /* by row and column */
	int rows;
	bool is_damaged; /* a row has not as many columns as there are, or the last one has no end */
};

/* NULL with errno set when the file cannot be read. Rows that do not fit are left out. */
struct table *table_read(const char *path);
void table_free(struct table *table);

/* The value of the "# key: value" line; "" when there is none. */
const char *table_fact(const struct table *table, const char *key);

/* By name; -1: there is no such column. */
int table_column(const struct table *table, const char *name);

/* "" where there is no such column. */
const char *table_cell(const struct table *table, int row, int column);
const char *table_value(const struct table *table, int row, const char *column);

#endif
