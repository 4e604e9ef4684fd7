/* claims.c: every claim of the course with its figure and its verdict (see overview.h). */
#include "report/overview.h"

#include <stdio.h>
#include <string.h>

#define SAME(a, b) (strcmp(a, b) == 0)

/* Verdicts come as words in both files; only these two decide. */
static void write_verdict(struct page *page, const char *verdict)
{
	overview_verdict(page, SAME(verdict, "holds") || SAME(verdict, "does not hold here"),
			 SAME(verdict, "holds"));
}

static const json_t *find_claim(const struct overview_lab *lab, const char *text)
{
	const json_t *list = json_object_get(lab->json, "claims"), *claim;
	size_t i;

	json_array_foreach(list, i, claim)
	{
		if (SAME(overview_text(claim, "claim"), text))
			return claim;
	}
	return NULL;
}

/* The number that claims.tsv has for this claim: "14.7 [7.45, 17.5]", or "". */
static void find_number(const struct overview *report, const struct overview_lab *lab,
			const char *text, char *number, size_t size)
{
	const struct table *table = report->claims;

	*number = '\0';
	for (int row = 0; table && row < table->rows; row++)
		if (SAME(table_value(table, row, "lab"), lab->id) &&
		    SAME(table_value(table, row, "claim"), text) &&
		    *table_value(table, row, "figure"))
			snprintf(number, size, "%s [%s, %s]", table_value(table, row, "figure"),
				 table_value(table, row, "low"), table_value(table, row, "high"));
}

static void write_claim(struct overview *report, const struct overview_lab *lab, const char *text,
			const char *verdict)
{
	struct page *page = report->page;
	char number[128];

	find_number(report, lab, text, number, sizeof number);
	page_markup(page, "<tr><td data-head='Lab'><a href='#%s'>%s</a></td>", lab->id, lab->id);
	page_element(page, "th scope='row'", text);
	page_element(page, "td class='number' data-head='Figure'", number);
	page_markup(page, "<td class='figure' data-head='Seen'>");
	page_say(page, overview_text(find_claim(lab, text), "figure"));
	if (lab->state & OVERVIEW_ELSEWHERE)
		page_markup(page, "<p class='note'>measured on another machine</p>");
	page_markup(page, "</td><td data-head='Verdict'>");
	write_verdict(page, verdict);
	page_markup(page, "</td></tr>\n");
}

/* Without labNN.json what claims.tsv has is all there is. */
static void write_rows(struct overview *report, const struct overview_lab *lab)
{
	const struct table *table = report->claims;

	for (int row = 0; table && row < table->rows; row++)
		if (SAME(table_value(table, row, "lab"), lab->id))
			write_claim(report, lab, table_value(table, row, "claim"),
				    table_value(table, row, "verdict"));
}

static void write_lab(struct overview *report, const struct overview_lab *lab)
{
	const json_t *list = json_object_get(lab->json, "claims"), *claim;
	size_t i;

	if (!lab->json)
		write_rows(report, lab);
	json_array_foreach(list, i, claim)
	{
		write_claim(report, lab, overview_text(claim, "claim"),
			    overview_text(claim, "verdict"));
	}
}

void overview_claims(struct overview *report)
{
	struct page *page = report->page;

	page_markup(page,
		    "<section id='claims' aria-labelledby='claims-title'>\n"
		    "<h2 id='claims-title'>The claims of the course</h2>\n"
		    "<p>Each claim stands with the figure that decided it. What is within the "
		    "noise, or was not measured, is not decided. All figures: "
		    "<code>build/results/claims.tsv</code>. Reproduce: <code>make labs</code>"
		    "</p>\n<div class='scroll' tabindex='0' role='group' aria-label='Claims'>"
		    "<table class='cards'>\n<thead><tr><th scope='col'>Lab</th><th "
		    "scope='col'>Claim</th>"
		    "<th scope='col'>Figure</th><th scope='col'>What was seen</th>"
		    "<th scope='col'>Verdict</th></tr></thead>\n<tbody>\n");
	for (int i = 0; i < report->labs; i++)
		write_lab(report, &report->lab[i]);
	page_markup(page, "</tbody></table></div>\n</section>\n");
}
