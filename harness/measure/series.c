/* series.c: result files (see series.h). */
#include "measure/series.h"

#include "base/die.h"
#include "base/file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct series {
	char *path, *columns;
	FILE *stream; /* writes to text, which grows */
	char *text;
	size_t size;
	bool in_rows; /* the header is finished */
};

static char *format_text(const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		BUG("no memory for a line");
	return text;
}

static int count_tabs(const char *text)
{
	int tabs = 0;

	for (; *text; text++)
		tabs += *text == '\t';
	return tabs;
}

/* The value ends with its line: whatever would break the header becomes a blank. */
static void write_fact(struct series *series, const char *key, char *value)
{
	BUG_UNLESS(!series->in_rows);
	for (char *c = value; *c; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	fprintf(series->stream, "# %s: %s\n", key, value);
}

struct series *series_open(const char *path, const char *experiment, const char *columns)
{
	struct series *series = calloc(1, sizeof *series);
	struct machine machine;

	if (!series)
		BUG("no memory for a result file");
	series->path = strdup(path);
	series->columns = strdup(columns);
	series->stream = open_memstream(&series->text, &series->size);
	if (!series->path || !series->columns || !series->stream)
		BUG("no memory for a result file");
	series_fact(series, "experiment", "%s", experiment);
	machine_read(&machine);
	machine_print(&machine, series->stream);
	return series;
}

void series_fact(struct series *series, const char *key, const char *format, ...)
{
	va_list args;
	char *value;

	va_start(args, format);
	value = format_text(format, args);
	va_end(args);
	write_fact(series, key, value);
	free(value);
}

static void finish_header(struct series *series)
{
	if (!series->in_rows)
		fprintf(series->stream, "%s\n", series->columns);
	series->in_rows = true;
}

void series_row(struct series *series, const char *format, ...)
{
	va_list args;
	char *row;

	va_start(args, format);
	row = format_text(format, args);
	va_end(args);
	/* A row that does not fit its columns would make the plots draw nonsense. */
	if (strchr(row, '\n') || count_tabs(row) != count_tabs(series->columns))
		BUG("%s: the row '%s' does not fit the columns '%s'", series->path, row,
		    series->columns);
	finish_header(series);
	fprintf(series->stream, "%s\n", row);
	free(row);
}

int series_close(struct series *series)
{
	int failed, saved;

	finish_header(series);
	failed = fflush(series->stream) != 0 || ferror(series->stream);
	if (failed)
		errno = ENOMEM; /* what else can a stream in memory run into */
	else
		failed = file_replace(series->path, series->text, series->size) != 0;
	saved = errno;
	series_drop(series);
	errno = saved;
	return failed ? -1 : 0;
}

void series_drop(struct series *series)
{
	fclose(series->stream);
	free(series->text);
	free(series->path);
	free(series->columns);
	free(series);
}
