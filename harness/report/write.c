/* write.c: the page around its sections: head, style, navigation, script (see overview.h). */
#include "report/overview.h"

#include "base/die.h"
#include "base/file.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Style and script are files of their own, so that editors know them; the page has them inside. */
static void write_asset(struct overview *report, const char *name)
{
	char path[PATH_MAX];
	char *text;
	size_t size;

	snprintf(path, sizeof path, "%s/%s", report->options.assets, name);
	text = file_read(path, &size);
	if (!text)
		die_system("cannot read %s (run it where the Makefile is)", path);
	page_bytes(report->page, text, size);
	free(text);
}

static void write_head(struct overview *report)
{
	struct page *page = report->page;

	page_markup(page,
		    "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
		    "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
		    "<meta name='color-scheme' content='light dark'>\n"
		    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; "
		    "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
		    "<title>Interleave: what was measured</title>\n"
		    "<link rel='icon' href='data:,'>\n<style>\n");
	write_asset(report, "page.css");
	page_markup(page, "</style>\n</head>\n<body>\n"
			  "<a class='skip' href='#content'>Skip to the answer</a>\n");
}

static const char *state_word(const struct overview_lab *lab)
{
	if (lab->state & OVERVIEW_FAILED)
		return " (failed)";
	if (lab->state & OVERVIEW_MISSING)
		return " (no results)";
	if (lab->state & (OVERVIEW_DAMAGED | OVERVIEW_INCOMPLETE))
		return " (damaged)";
	if (lab->state & OVERVIEW_VERSION)
		return " (another version)";
	return lab->state & OVERVIEW_ELSEWHERE ? " (another machine)" : "";
}

static void write_navigation(struct overview *report)
{
	struct page *page = report->page;

	page_markup(page, "<nav aria-label='Sections'>\n<ul>\n"
			  "<li><a href='#answer'>The answer</a></li>\n"
			  "<li><a href='#problems'>What is missing</a></li>\n"
			  "<li><a href='#claims'>Claims</a></li>\n");
	for (int i = 0; i < report->labs; i++) {
		const struct overview_lab *lab = &report->lab[i];

		page_markup(page, "<li><a href='#%s'>%s: ", lab->id, lab->id);
		page_say(page, lab->title);
		page_markup(page, "%s</a></li>\n", state_word(lab));
	}
	page_markup(page, "<li><a href='#peers'>Beside peers</a></li>\n"
			  "<li><a href='#machine'>The machine</a></li>\n</ul>\n</nav>\n");
}

static void write_header(struct overview *report)
{
	page_markup(report->page, "<header>\n<h1>Interleave: what was measured</h1>\n<p>");
	page_say(report->page, report->machine);
	page_markup(report->page, "</p>\n</header>\n");
}

static void write_sections(struct overview *report)
{
	page_markup(report->page, "<main id='content' tabindex='-1'>\n");
	overview_answer(report);
	overview_problems(report);
	overview_claims(report);
	for (int i = 0; i < report->labs; i++)
		overview_lab(report, &report->lab[i]);
	overview_peers(report);
	overview_machine(report);
	page_markup(report->page, "</main>\n");
}

static void write_footer(struct overview *report)
{
	page_markup(report->page, "<footer><p>Made by <code>make report</code> from the files in "
				  "<code>build/results</code>. It needs no network.</p></footer>\n"
				  "<script>\n");
	write_asset(report, "page.js");
	page_markup(report->page, "</script>\n</body>\n</html>\n");
}

size_t overview_write(struct overview *report)
{
	const char *text;
	size_t size;

	report->page = page_open();
	write_head(report);
	write_header(report);
	write_navigation(report);
	write_sections(report);
	write_footer(report);
	text = page_text(report->page, &size);
	if (file_replace(report->options.output, text, size) != 0)
		die_system("cannot write %s (make room or permission there)",
			   report->options.output);
	page_close(report->page);
	return size;
}
