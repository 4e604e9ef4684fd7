/* handout.c: a lab's README.md as part of the page, by cmark-gfm (see overview.h). */
#include "report/overview.h"

#include "base/die.h"
#include "base/file.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEPER 2 /* a handout's second-level heading stands below the page's third */
#define LEVELS 6

static cmark_node *parse(const char *text, cmark_parser **parser)
{
	static const char *const names[] = {"table", "strikethrough", "autolink"};

	cmark_gfm_core_extensions_ensure_registered();
	*parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		cmark_parser_attach_syntax_extension(*parser,
						     cmark_find_syntax_extension(names[i]));
	cmark_parser_feed(*parser, text, strlen(text));
	return cmark_parser_finish(*parser);
}

/* ---- links ----------------------------------------------------------------------------------- */

/* "labs/lab03-x/../lab04-y/README.md" without the dots. */
static void drop_dots(char *path)
{
	char *dots;

	while ((dots = strstr(path, "/../"))) {
		char *start = dots;

		while (start > path && start[-1] != '/')
			start--;
		memmove(start, dots + 4, strlen(dots + 4) + 1);
	}
}

/* "labs/lab04-y/README.md" is on this page; the rest is in the checkout. */
static void make_link(const struct overview *report, char *path, char *url, size_t size)
{
	const char *name = strrchr(path, '/');

	path[strcspn(path, "#")] = '\0';
	for (int i = 0; i < report->labs && name; i++) {
		const char *folder = report->lab[i].folder;

		if (strncmp(path, "labs/", 5) == 0 &&
		    strncmp(path + 5, folder, strlen(folder)) == 0 &&
		    (strcmp(path + 5 + strlen(folder), "/README.md") == 0 ||
		     strcmp(path + 5 + strlen(folder), "/") == 0)) {
			snprintf(url, size, "#%s", report->lab[i].id);
			return;
		}
	}
	snprintf(url, size, "%s%s", report->options.source, path);
}

static void rewrite_link(const struct overview *report, const struct overview_lab *lab,
			 cmark_node *node)
{
	const char *old = cmark_node_get_url(node);
	char path[PATH_MAX], url[2 * PATH_MAX];

	if (!old || strncmp(old, "http", 4) == 0 || strncmp(old, "mailto:", 7) == 0)
		return;
	if (*old == '#') {
		snprintf(url, sizeof url, "#%s-%s", lab->id, old + 1);
	} else {
		snprintf(path, sizeof path, "labs/%s/%s", lab->folder, old);
		drop_dots(path);
		make_link(report, path, url, sizeof url);
	}
	cmark_node_set_url(node, url);
}

/* The page needs no other file: what would be a picture is a link to it. */
static void replace_image(cmark_node *image)
{
	cmark_node *link = cmark_node_new(CMARK_NODE_LINK), *child;

	cmark_node_set_url(link, cmark_node_get_url(image));
	while ((child = cmark_node_first_child(image)))
		cmark_node_append_child(link, child);
	cmark_node_insert_before(image, link);
	cmark_node_unlink(image);
	cmark_node_free(image);
}

/* ---- headings -------------------------------------------------------------------------------- */

static size_t add_slug(cmark_node *node, char *slug, size_t used, size_t size)
{
	const char *text = cmark_node_get_literal(node);

	for (; text && *text && used + 1 < size; text++) {
		if (isalnum((unsigned char)*text) || *text == '-' || *text == '_')
			slug[used++] = (char)tolower((unsigned char)*text);
		else if (*text == ' ')
			slug[used++] = '-';
	}
	for (cmark_node *child = cmark_node_first_child(node); child;
	     child = cmark_node_next(child))
		used = add_slug(child, slug, used, size);
	return used;
}

/* What links to it call it, as GitHub does; unique on the page by the lab in front. */
static void add_anchor(const struct overview_lab *lab, cmark_node *heading)
{
	cmark_node *anchor = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
	char slug[200], markup[300];

	slug[add_slug(heading, slug, 0, sizeof slug)] = '\0';
	snprintf(markup, sizeof markup, "<span id=\"%s-%s\"></span>", lab->id, slug);
	cmark_node_set_on_enter(anchor, markup);
	cmark_node_prepend_child(heading, anchor);
}

static void change_heading(const struct overview_lab *lab, cmark_node *heading)
{
	int level = cmark_node_get_heading_level(heading);

	add_anchor(lab, heading);
	cmark_node_set_heading_level(heading, level + DEEPER > LEVELS ? LEVELS : level + DEEPER);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void change(const struct overview *report, const struct overview_lab *lab, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	if (type == CMARK_NODE_HEADING)
		change_heading(lab, node);
	else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
		rewrite_link(report, lab, node);
	if (type == CMARK_NODE_IMAGE)
		replace_image(node);
}

static void change_all(const struct overview *report, const struct overview_lab *lab,
		       cmark_node *document)
{
	cmark_iter *iter = cmark_iter_new(document);
	cmark_event_type event;

	/* On leaving, so that a node may go away. */
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		if (event == CMARK_EVENT_EXIT)
			change(report, lab, node);
	}
	cmark_iter_free(iter);
}

/* The page has said the title. */
static void drop_title(cmark_node *document)
{
	cmark_node *first = cmark_node_first_child(document);

	if (!first || cmark_node_get_type(first) != CMARK_NODE_HEADING ||
	    cmark_node_get_heading_level(first) != 1)
		return;
	cmark_node_unlink(first);
	cmark_node_free(first);
}

/* What cmark writes, with what readers of the screen and of the keyboard need. */
static void write_html(struct page *page, const char *html)
{
	static const char *const changes[][2] = {
		{"<table>", "<div class='scroll' tabindex='0' role='group' aria-label='Table'>"
			    "<table>"},
		{"</table>", "</table></div>"},
		{"<th>", "<th scope=\"col\">"},
		{"<th ", "<th scope=\"col\" "},
		{"<pre>", "<pre tabindex=\"0\">"},
	};

	while (*html) {
		size_t skip = 0;

		for (size_t i = 0; i < sizeof changes / sizeof *changes && !skip; i++) {
			if (strncmp(html, changes[i][0], strlen(changes[i][0])) == 0) {
				page_markup(page, "%s", changes[i][1]);
				skip = strlen(changes[i][0]);
			}
		}
		if (!skip)
			page_bytes(page, html, skip = 1);
		html += skip;
	}
}

static void write_handout(struct overview *report, const struct overview_lab *lab, const char *text)
{
	cmark_parser *parser;
	cmark_node *document = parse(text, &parser);
	char *html;

	drop_title(document);
	change_all(report, lab, document);
	html = cmark_render_html(document, CMARK_OPT_DEFAULT,
				 cmark_parser_get_syntax_extensions(parser));
	if (!html)
		BUG("the handout of %s has no HTML", lab->id);
	write_html(report->page, html);
	free(html);
	cmark_node_free(document);
	cmark_parser_free(parser);
}

void overview_handout(struct overview *report, const struct overview_lab *lab)
{
	char path[PATH_MAX];
	char *text;

	snprintf(path, sizeof path, "%s/%s/README.md", report->options.labs, lab->folder);
	text = file_read(path, NULL);
	page_markup(report->page, "<details class='handout' id='%s-handout'><summary>", lab->id);
	page_markup(report->page, "<h3>Handout</h3></summary>\n");
	if (text)
		write_handout(report, lab, text);
	else
		page_element(report->page, "p class='note'", "This lab has no handout.");
	page_markup(report->page, "</details>\n");
	free(text);
}
