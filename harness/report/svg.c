/*
 * svg.c: a picture of gnuplot's as part of a page (see svg.h).
 *
 * gnuplot writes one element a line, so this goes by lines. Of them it leaves out the head, groups in
 * which there is nothing, and blanks: half of the bytes.
 */
#include "report/svg.h"

#include "base/die.h"
#include "report/tips.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct drawing {
	struct page *page;
	const char *prefix;
	const struct table *table;
	bool is_timeline;
	char **line;
	int lines;
	/* The plot that the line belongs to: */
	int rows[TIPS_ROWS];
	int known, mark; /* rows known, marks seen */
};

/* ---- lines ----------------------------------------------------------------------------------- */

static bool begins(const char *line, const char *with)
{
	return strncmp(line, with, strlen(with)) == 0;
}

/* A group that ends at once holds nothing; drop both lines, and then perhaps those around them. */
static int drop_empty_group(char **line, int count)
{
	while (count >= 2 && begins(line[count - 1], "</g>") && strlen(line[count - 1]) == 4 &&
	       begins(line[count - 2], "<g ") && !strstr(line[count - 2], "</g>") &&
	       !strstr(line[count - 2], "plot_") &&
	       line[count - 2][strlen(line[count - 2]) - 1] == '>' &&
	       strchr(line[count - 2], '>')[1] == '\0')
		count -= 2;
	return count;
}

static void add_line(struct drawing *drawing, char *line)
{
	while (isspace((unsigned char)*line))
		line++;
	if (!*line)
		return;
	drawing->line[drawing->lines++] = line;
	drawing->lines = drop_empty_group(drawing->line, drawing->lines);
}

static void cut_lines(struct drawing *drawing, char *text)
{
	size_t room = 1;

	/* The first point stands behind the line that is drawn through all. */
	for (char *tab = text; (tab = strstr(tab, "/>\t<")); tab++)
		tab[2] = '\n';
	for (const char *c = text; *c; c++)
		room += *c == '\n';
	drawing->line = calloc(room, sizeof *drawing->line);
	if (!drawing->line)
		BUG("no memory for a picture");
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		add_line(drawing, line);
}

/* ---- marks ----------------------------------------------------------------------------------- */

static bool is_mark(const struct drawing *drawing, const char *line)
{
	return drawing->is_timeline ? begins(line, "<polygon ")
				    : begins(line, "<use ") && strstr(line, "transform='translate");
}

static int count_texts(const char *line, const char *text)
{
	int count = 0;

	while ((line = strstr(line, text))) {
		line++;
		count++;
	}
	return count;
}

/* The marks of the plot whose group begins at `from`; those in the key, too, if it is there. */
static int count_marks(const struct drawing *drawing, int from, bool *has_key)
{
	int marks = 0, depth = 0;

	*has_key = false;
	for (int i = from; i < drawing->lines; i++) {
		const char *line = drawing->line[i];

		depth += count_texts(line, "<g ") - count_texts(line, "</g>");
		if (depth <= 0)
			break;
		marks += is_mark(drawing, line);
		*has_key |= begins(line, "<text>");
	}
	return marks;
}

/* What the plot is called, with the few entities that gnuplot writes put back. */
static void read_title(const char *line, char *title, size_t size)
{
	static const char *const entities[][2] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}};
	const char *from = strstr(line, "<title>"), *end = strstr(line, "</title>");
	size_t length = 0;

	for (from = from ? from + 7 : line; end && from < end && length + 1 < size; length++) {
		size_t skip = 1;

		title[length] = *from;
		for (size_t i = 0; i < 3; i++) {
			if (begins(from, entities[i][0])) {
				title[length] = *entities[i][1];
				skip = strlen(entities[i][0]);
			}
		}
		from += skip;
	}
	title[length] = '\0';
}

/* A plot begins: "<g id="lab03_cost_plot_10" ><title>spin</title>". */
static void begin_plot(struct drawing *drawing, int at)
{
	const char *line = drawing->line[at];
	int plot = atoi(strstr(line, "_plot_") + 6);
	bool has_key;
	int marks = count_marks(drawing, at, &has_key);
	char title[256];

	read_title(line, title, sizeof title);
	drawing->mark = 0;
	drawing->known = 0;
	if (drawing->is_timeline)
		drawing->known = tips_bars(drawing->table, plot, marks, drawing->rows);
	else if (drawing->table)
		drawing->known =
			tips_points(drawing->table, title, plot, marks - has_key, drawing->rows);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The parts of a line behind which a name of an element follows. */
static size_t name_follows(const char *text)
{
	static const char *const keys[] = {"id='", "id=\"", "href='#", "href=\"#", "url(#"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (begins(text, keys[i]))
			return strlen(keys[i]);
	return 0;
}

/* With other names, and without blanks that gnuplot aligns with. */
static void write_line(struct drawing *drawing, const char *line)
{
	struct page *page = drawing->page;

	while (*line) {
		size_t key = name_follows(line);

		if (begins(line, "xlink:href")) {
			line += 6;
		} else if (key) {
			page_bytes(page, line, key);
			page_markup(page, "%s", drawing->prefix);
			line += key;
		} else if (*line == ' ' && line[1] == ' ' && !strstr(line, "</text>")) {
			line++;
		} else {
			page_bytes(page, line++, 1);
		}
	}
}

static void write_mark(struct drawing *drawing, const char *line)
{
	const char *end = strstr(line, "/>");
	int mark = drawing->mark++;
	char tag[16], *copy;

	if (mark >= drawing->known || !end) {
		write_line(drawing, line);
		return;
	}
	snprintf(tag, sizeof tag, "%.*s", (int)strcspn(line + 1, " "), line + 1);
	copy = strndup(line, (size_t)(end - line));
	if (!copy)
		BUG("no memory for a picture");
	write_line(drawing, copy);
	free(copy);
	page_markup(drawing->page, "><title>");
	tips_say(drawing->page, drawing->table, drawing->rows[mark]);
	page_markup(drawing->page, "</title></%s>", tag);
}

/* Without a plot's own title, which would hide those of its marks, and is often code. */
static void write_plot(struct drawing *drawing, int at)
{
	char *title = strstr(drawing->line[at], "<title>");

	begin_plot(drawing, at);
	if (title)
		*title = '\0';
	write_line(drawing, drawing->line[at]);
}

static void write_body(struct drawing *drawing)
{
	for (int i = 0; i < drawing->lines; i++) {
		const char *line = drawing->line[i];

		if (begins(line, "<title>") || begins(line, "<desc>"))
			continue;
		if (begins(line, "<g id=") && strstr(line, "_plot_"))
			write_plot(drawing, i);
		else if (is_mark(drawing, line))
			write_mark(drawing, line);
		else
			write_line(drawing, line);
		page_markup(drawing->page, "\n");
	}
}

/* The text behind the head "<svg ...>"; NULL when this is no whole picture. */
static char *skip_head(char *text, int *width, int *height)
{
	char *svg = strstr(text, "<svg"), *box = svg ? strstr(svg, "viewBox=\"") : NULL;
	char *end = box ? strchr(box, '>') : NULL;

	if (!end || !strstr(end, "</svg>") || strstr(end, "<script") ||
	    sscanf(box, "viewBox=\"0 0 %d %d\"", width, height) != 2)
		return NULL;
	return end + 1;
}

bool svg_inline(struct page *page, const char *text, const char *prefix, const char *label,
		const struct table *table)
{
	static struct drawing drawing; /* large */
	char *copy = strdup(text), *body;
	int width, height;

	if (!copy)
		BUG("no memory for a picture");
	drawing = (struct drawing){.page = page, .prefix = prefix, .table = table};
	drawing.is_timeline = table && table_column(table, "start_ms") >= 0;
	body = skip_head(copy, &width, &height);
	if (body) {
		cut_lines(&drawing, body);
		page_markup(page, "<svg viewBox='0 0 %d %d' role='img' aria-label='", width,
			    height);
		page_say(page, label);
		page_markup(page, "'>\n");
		write_body(&drawing);
		free(drawing.line);
	}
	free(copy);
	return body != NULL;
}
