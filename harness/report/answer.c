/*
 * answer.c: the answer first: what to take in which situation, by this machine's figures; then what
 * is wrong with the results (see overview.h).
 */
#include "report/overview.h"

#include "lab/situation.h"

#include <stdio.h>
#include <string.h>

/* One advice's cells. */
static void write_advice(struct overview *report, const struct overview_lab *lab,
			 const json_t *advice)
{
	struct page *page = report->page;
	bool is_decided = json_is_true(json_object_get(advice, "decided"));
	bool holds = json_is_true(json_object_get(advice, "holds"));

	page_markup(page, "<td data-head='Take'>");
	page_element(page, is_decided && holds ? "strong" : "span", overview_text(advice, "take"));
	page_markup(page, "<p class='why'>");
	page_say(page, overview_text(advice, "why"));
	page_markup(page, "</p></td><td data-head='Figure'>");
	page_say(page, overview_text(advice, "figure"));
	page_markup(page, "<p class='why'><a href='#%s'>%s</a>%s</p></td><td data-head='Verdict'>",
		    lab->id, lab->id,
		    strcmp(overview_text(lab->json, "mode"), "quick") == 0 ? ", a quick run" : "");
	overview_verdict(page, is_decided, holds);
	page_markup(page, "</td></tr>\n");
}

/* Not by this machine's figures: said, and not shown. */
static void write_elsewhere(struct overview *report, const struct overview_lab *lab)
{
	page_markup(report->page,
		    "<td data-head='Take'>not known here</td><td data-head='Figure'>%s was "
		    "measured on another machine: ",
		    lab->id);
	page_say(report->page, lab->machine);
	page_markup(report->page, ". Run <code>make %s</code>.</td><td data-head='Verdict'>",
		    lab->id);
	overview_verdict(report->page, false, false);
	page_markup(report->page, "</td></tr>\n");
}

static void write_nothing(struct overview *report)
{
	page_markup(report->page, "<td data-head='Take'>not known here</td><td "
				  "data-head='Figure'>No lab that has run here decides it. "
				  "Run <code>make labs</code>.</td><td data-head='Verdict'>");
	overview_verdict(report->page, false, false);
	page_markup(report->page, "</td></tr>\n");
}

static void begin_row(struct overview *report, const struct situation *situation, int written)
{
	page_markup(report->page, "<tr>");
	if (written) {
		page_markup(report->page, "<th scope='row'>%s, too</th>", situation->headline);
		return;
	}
	page_markup(report->page, "<th scope='row'>%s<p class='why'>%s</p></th>",
		    situation->headline, situation->question);
}

/* Advice of one lab for one situation. Returns how many rows that were. */
static int write_lab(struct overview *report, const struct overview_lab *lab,
		     const struct situation *situation, int written)
{
	const json_t *list = json_object_get(lab->json, "advice"), *advice;
	int before = written;
	size_t i;

	json_array_foreach(list, i, advice)
	{
		if (strcmp(overview_text(advice, "situation"), situation->name) != 0)
			continue;
		begin_row(report, situation, written++);
		if (overview_is_ours(lab))
			write_advice(report, lab, advice);
		else
			write_elsewhere(report, lab);
	}
	return written - before;
}

static void write_situation(struct overview *report, const struct situation *situation)
{
	int written = 0;

	for (int i = 0; i < report->labs; i++)
		written += write_lab(report, &report->lab[i], situation, written);
	if (written)
		return;
	begin_row(report, situation, 0);
	write_nothing(report);
}

void overview_answer(struct overview *report)
{
	struct page *page = report->page;

	page_markup(page, "<section id='answer' aria-labelledby='answer-title'>\n"
			  "<h2 id='answer-title'>Threads, processes or coroutines?</h2>\n"
			  "<p>Decided by what was measured on this machine: ");
	page_say(page, report->machine);
	page_markup(page, ". A row is decided only beyond the noise; intervals are 95 %%.</p>\n"
			  "<div class='scroll' tabindex='0' role='group' aria-label='What to take'>"
			  "<table class='answer cards'>\n<thead><tr><th scope='col'>Situation</th>"
			  "<th scope='col'>Take</th><th scope='col'>The figure that says so</th>"
			  "<th scope='col'>Verdict</th></tr></thead>\n<tbody>\n");
	for (int i = 0; i < LAB_SITUATIONS; i++)
		write_situation(report, &situations[i]);
	page_markup(page, "</tbody></table></div>\n</section>\n");
}

/* ---- what is wrong --------------------------------------------------------------------------- */

static void write_problem(struct page *page, const struct overview_lab *lab, const char *what,
			  const char *detail, const char *remedy)
{
	page_markup(page, "<li><a href='#%s'>%s</a>: %s", lab->id, lab->id, what);
	if (*detail) {
		page_markup(page, ": <code>");
		page_say(page, detail);
		page_markup(page, "</code>");
	}
	page_markup(page, ". %s <code>make %s</code></li>\n", remedy, lab->id);
}

static void write_problems(struct page *page, const struct overview_lab *lab)
{
	if (lab->state & OVERVIEW_FAILED)
		write_problem(page, lab, "its last run failed", lab->failure, "Again:");
	if (lab->state & OVERVIEW_MISSING)
		write_problem(page, lab, "there are no results", "", "Run");
	if (lab->state & OVERVIEW_DAMAGED)
		write_problem(page, lab, "its results are damaged or cut off", lab->damage,
			      "Measure again:");
	if (lab->state & OVERVIEW_VERSION)
		write_problem(page, lab, "its results are from another version of Interleave",
			      lab->damage, "Measure again:");
	if (lab->state & OVERVIEW_INCOMPLETE)
		write_problem(page, lab, "a table of its results is cut off", lab->damage,
			      "Measure again:");
	if (lab->state & OVERVIEW_ELSEWHERE)
		write_problem(page, lab,
			      "its results were measured on another machine, or under other limits",
			      lab->machine, "For figures of this one:");
}

void overview_problems(struct overview *report)
{
	bool any = false;

	for (int i = 0; i < report->labs; i++)
		any |= report->lab[i].state != 0;
	page_markup(report->page, "<section id='problems' aria-labelledby='problems-title'>\n"
				  "<h2 id='problems-title'>What is missing</h2>\n");
	if (!any)
		page_element(report->page, "p",
			     "Nothing: there are whole results of every lab, of this version and "
			     "this machine.");
	page_markup(report->page, any ? "<ul>\n" : "");
	for (int i = 0; i < report->labs; i++)
		write_problems(report->page, &report->lab[i]);
	page_markup(report->page, any ? "</ul>\n" : "");
	page_markup(report->page, "</section>\n");
}
