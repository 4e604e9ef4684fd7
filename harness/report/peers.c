/* peers.c: ours beside those of others, from build/results/bench.tsv; and the machine (see overview.h). */
#include "report/overview.h"

#include "measure/machine.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void write_row(struct page *page, const struct table *table, int row)
{
	page_markup(page, "<tr>");
	page_element(page, "th scope='row'", table_value(table, row, "name"));
	page_element(page, "td", table_value(table, row, "ours"));
	page_element(page, "td", table_value(table, row, "peer"));
	page_markup(page, "<td>");
	page_print(page, "%s [%s, %s]", table_value(table, row, "ratio"),
		   table_value(table, row, "low"), table_value(table, row, "high"));
	page_markup(page, "</td>");
	page_element(page, "td", table_value(table, row, "target"));
	page_element(page, "td", table_value(table, row, "verdict"));
	page_markup(page, "</tr>\n");
}

static void write_table(struct overview *report, const struct table *table)
{
	struct page *page = report->page;

	if (strcmp(table_fact(table, "machine"), report->machine) != 0) {
		page_markup(page, "<p class='note'>Measured on: ");
		page_say(page, table_fact(table, "machine"));
		page_markup(page, "</p>\n");
	}
	page_markup(page, "<div class='scroll' tabindex='0' role='group' "
			  "aria-label='Beside peers'><table>\n<thead><tr>"
			  "<th scope='col'>What</th><th scope='col'>Ours</th>"
			  "<th scope='col'>Peer</th><th scope='col'>Ratio [95 %% interval]</th>"
			  "<th scope='col'>Target, at most</th><th scope='col'>Verdict</th></tr>"
			  "</thead>\n<tbody>\n");
	for (int row = 0; row < table->rows; row++)
		write_row(page, table, row);
	page_markup(page, "</tbody></table></div>\n"
			  "<p class='reproduce'>Reproduce: <code>make bench</code> · figures: "
			  "<code>build/results/bench.tsv</code></p>\n");
}

void overview_peers(struct overview *report)
{
	char path[PATH_MAX];
	struct table *table;

	snprintf(path, sizeof path, "%s/bench.tsv", report->options.results);
	table = table_read(path);
	page_markup(report->page, "<section id='peers' aria-labelledby='peers-title'>\n"
				  "<h2 id='peers-title'>Beside peers</h2>\n");
	if (!table)
		page_markup(
			report->page,
			"<p class='note'>Not measured here. Run <code>make bench</code>.</p>\n");
	else
		write_table(report, table);
	snprintf(path, sizeof path, "%s/bench.svg", report->options.pictures);
	if (table && access(path, R_OK) == 0)
		overview_picture(report, NULL, "bench");
	if (table && table->is_damaged)
		page_markup(
			report->page,
			"<p class='note'>The table is cut off. Run <code>make bench</code>.</p>\n");
	page_markup(report->page, "</section>\n");
	table_free(table);
}

/* ---- the machine ----------------------------------------------------------------------------- */

/* "key: value" lines, as result files have them. */
static void write_facts(struct page *page, char *facts)
{
	page_markup(page, "<dl>\n");
	for (char *line = strtok(facts, "\n"); line; line = strtok(NULL, "\n")) {
		char *value = strchr(line, ':');

		if (!value)
			continue;
		*value = '\0';
		page_markup(page, "<div>");
		page_element(page, "dt", line + strspn(line, "# "));
		page_element(page, "dd", value + 1 + strspn(value + 1, " "));
		page_markup(page, "</div>\n");
	}
	page_markup(page, "</dl>\n");
}

void overview_machine(struct overview *report)
{
	struct page *page = report->page;
	struct machine machine;
	char *facts = NULL;
	size_t size;
	FILE *file = open_memstream(&facts, &size);

	page_markup(page, "<section id='machine' aria-labelledby='machine-title'>\n"
			  "<h2 id='machine-title'>The machine, and how to measure again</h2>\n");
	machine_read(&machine);
	if (file) {
		machine_print(&machine, file);
		fclose(file);
		write_facts(page, facts);
		free(facts);
	}
	page_markup(page, "<p>This is the machine on which the page was made. Everything again: "
			  "<code>make labs report</code>. One lab: <code>make lab03</code>, with "
			  "<code>QUICK=1</code> for a first look. Every figure has its own command "
			  "beside it.</p>\n</section>\n");
}
