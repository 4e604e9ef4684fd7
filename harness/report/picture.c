/* picture.c: the picture of a table of results: drawing, caption, command, figures (see overview.h). */
#include "report/overview.h"

#include "base/file.h"
#include "report/svg.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ROWS 400 /* of a longer table the rest is in the file */

/* Drawn before its figures were measured? */
static bool is_older(const char *picture, const char *table)
{
	struct stat a, b;

	if (stat(picture, &a) != 0 || stat(table, &b) != 0)
		return false;
	return a.st_mtim.tv_sec < b.st_mtim.tv_sec;
}

static void write_head(struct page *page, const struct table *table)
{
	page_markup(page, "<thead><tr>");
	for (int column = 0; column < table->columns; column++)
		page_element(page, "th scope='col'", table->column[column]);
	page_markup(page, "</tr></thead>\n");
}

/* Of an experiment only its value; the rest is in the file. */
static bool is_main_row(const struct table *table, int row)
{
	return table_column(table, "measure") < 0 ||
	       strcmp(table_value(table, row, "measure"), "value") == 0;
}

static void write_row(struct page *page, const struct table *table, int row)
{
	page_markup(page, "<tr>");
	for (int column = 0; column < table->columns; column++)
		page_element(page, column ? "td" : "th scope='row'",
			     table_cell(table, row, column));
	page_markup(page, "</tr>\n");
}

static void write_figures(struct page *page, const struct table *table, const char *title)
{
	int rows = 0;

	page_markup(page, "<details><summary>The figures as a table</summary><div class='scroll' "
			  "tabindex='0' role='group' aria-label='Figures: ");
	page_say(page, title);
	page_markup(page, "'><table>\n");
	write_head(page, table);
	page_markup(page, "<tbody>\n");
	for (int row = 0; row < table->rows && rows < ROWS; row++)
		if (is_main_row(table, row) && ++rows)
			write_row(page, table, row);
	page_markup(page, "</tbody></table></div></details>\n");
}

static void write_drawing(struct overview *report, const char *text, const char *prefix,
			  const char *title, const struct table *table)
{
	struct page *page = report->page;

	page_markup(page, "<div class='scroll' tabindex='0' role='group' aria-label='Picture: ");
	page_say(page, title);
	page_markup(page, "'>");
	if (!text || !svg_inline(page, text, prefix, title, table))
		page_element(page, "p class='note'",
			     text ? "The picture is no whole picture: make plots"
				  : "There is no picture of these figures: make plots");
	page_markup(page, "</div>\n");
}

void overview_picture(struct overview *report, const struct overview_lab *lab, const char *name)
{
	const char *id = lab ? lab->id : "all";
	char path[PATH_MAX], table_path[PATH_MAX], prefix[96], file[160];
	struct table *table;
	const char *title;
	char *text;

	snprintf(path, sizeof path, "%s/%s%s%s.svg", report->options.pictures, lab ? id : "",
		 lab ? "-" : "", name);
	snprintf(file, sizeof file, "%s.tsv", name);
	snprintf(table_path, sizeof table_path, "%s/%s%s%s", report->options.results, lab ? id : "",
		 lab ? "/" : "", file);
	snprintf(prefix, sizeof prefix, "%s-%s-", id, name);
	table = table_read(table_path);
	text = file_read(path, NULL);
	title = table && *table_fact(table, "experiment") ? table_fact(table, "experiment") : name;
	page_markup(report->page, "<figure id='fig-%s-%s'>\n", id, name);
	write_drawing(report, text, prefix, title, table);
	page_markup(report->page, "<figcaption>");
	page_element(report->page, "strong", title);
	if (text && is_older(path, table_path))
		page_element(report->page, "p class='note'",
			     "This picture is older than its figures: make plots");
	overview_reproduce(report, lab, file);
	page_markup(report->page, "</figcaption>\n");
	if (table && !strstr(name, "timeline-"))
		write_figures(report->page, table, title);
	page_markup(report->page, "</figure>\n");
	free(text);
	table_free(table);
}
