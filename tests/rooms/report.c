/* report.c: tests of harness/report: texts in a page, tables read back, pictures inlined. */
#include "report/page.h"
#include "report/svg.h"
#include "report/table.h"
#include "report/tips.h"
#include "suite.h"

#include "base/file.h"

#include <CUnit/CUnit.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static struct table *table_of(const char *text)
{
	struct table *table;

	snprintf(path, sizeof path, "/tmp/interleave-report.%d.tsv", (int)getpid());
	CU_ASSERT_EQUAL_FATAL(file_replace(path, text, strlen(text)), 0);
	table = table_read(path);
	CU_ASSERT_PTR_NOT_NULL_FATAL(table);
	unlink(path);
	return table;
}

/* ---- page ---- */

static void texts_are_escaped(void)
{
	struct page *page = page_open();

	page_element(page, "td class='x'", "<a href=\"'\">&\x01\xff\xc3\xa9");
	CU_ASSERT_STRING_EQUAL(
		page_text(page, NULL),
		"<td class='x'>&lt;a href=&quot;&#39;&quot;&gt;&amp;??\xc3\xa9</td>");
	page_close(page);
}

static void half_a_character_is_no_harm(void)
{
	struct page *page = page_open();

	page_say(page, "\xf0\x9f\x98");
	CU_ASSERT_STRING_EQUAL(page_text(page, NULL), "???");
	page_close(page);
}

/* ---- table ---- */

static void tables_are_read(void)
{
	struct table *table = table_of("# unit: ns\n# note: a: b\nx\ty\n1\t2\n3\t\n");

	CU_ASSERT_FALSE(table->is_damaged);
	CU_ASSERT_EQUAL(table->rows, 2);
	CU_ASSERT_STRING_EQUAL(table_fact(table, "unit"), "ns");
	CU_ASSERT_STRING_EQUAL(table_fact(table, "note"), "a: b");
	CU_ASSERT_STRING_EQUAL(table_fact(table, "uni"), "");
	CU_ASSERT_STRING_EQUAL(table_value(table, 0, "y"), "2");
	CU_ASSERT_STRING_EQUAL(table_value(table, 1, "y"), "");
	CU_ASSERT_STRING_EQUAL(table_value(table, 1, "z"), "");
	table_free(table);
}

static void damage_is_noticed(void)
{
	static const char *const texts[] = {"", "# only: facts\n", "x\ty\n1\n", "x\ty\n1\t2\n3\t4",
					    "x\ty\n1\t2\t3\n"};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct table *table = table_of(texts[i]);

		CU_ASSERT_TRUE(table->is_damaged);
		table_free(table);
	}
	CU_ASSERT_PTR_NULL(table_read("/nowhere/at/all.tsv"));
	CU_ASSERT_EQUAL(errno, ENOENT);
}

/* ---- svg ---- */

/* As gnuplot writes it: the first point behind the line through all, and the key's mark last. */
#define SVG                                                                                    \
	"<?xml version=\"1.0\"?>\n<svg \n width=\"96\"\n viewBox=\"0 0 96 56\"\n>\n"           \
	"<title>all</title>\n<g id=\"gnuplot_canvas\">\n"                                      \
	"<circle id='gpPt5' r='1'/>\n<g fill=\"none\">\n</g>\n"                                \
	"<g id=\"lab_plot_1\" ><title>pipe</title>\n"                                          \
	"<g fill=\"none\" color=\"black\">\n<g transform=\"translate(7,8)\">\n"                \
	"<text>pipe</text>\n</g>\n</g>\n<g fill=\"none\" color=\"black\">\n"                   \
	"<path d='M1,2 L3,4'/>\t<use xlink:href='#gpPt5' transform='translate(1,2)' c='r'/>\n" \
	"\t<use xlink:href='#gpPt5' transform='translate(3,4)' c='r'/>\n"                      \
	"\t<use xlink:href='#gpPt5' transform='translate(9,9)' c='r'/>\n</g>\n</g>\n"          \
	"<path fill='url(#gpPat1)' d='M1,1'/>\n</g>\n</svg>\n"

#define TABLE                                                                        \
	"# unit: ns\n# parameter: bytes\n"                                           \
	"series\tsubject\tplacement\tparameter\tmeasure\tvalue\tlow\thigh\n"         \
	"pipe\tpipe\t-\t8\tvalue\t10\t9\t11\npipe\tpipe\t-\t64\tvalue\t20\t19\t21\n" \
	"pipe\tpipe\t-\t8\tswitches\t2\t2\t2\n"

static char *inlined(const char *svg, const struct table *table)
{
	struct page *page = page_open();
	char *text = NULL;

	if (svg_inline(page, svg, "p-", "A <label>", table))
		text = strdup(page_text(page, NULL));
	page_close(page);
	return text;
}

static void pictures_get_ids_of_their_own(void)
{
	char *text = inlined(SVG, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "id='p-gpPt5'"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, " href='#p-gpPt5'"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "url(#p-gpPat1)"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "aria-label='A &lt;label&gt;'"));
	CU_ASSERT_PTR_NULL(strstr(text, "<title>"));
	CU_ASSERT_PTR_NULL(strstr(text, "fill=\"none\">"));
	free(text);
}

static void points_get_their_values(void)
{
	struct table *table = table_of(TABLE);
	char *text = inlined(SVG, table);

	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_PTR_NOT_NULL(strstr(
		text, "translate(1,2)' c='r'><title>pipe, bytes 8: 10 [9, 11] ns</title></use>"));
	CU_ASSERT_PTR_NOT_NULL(strstr(
		text, "translate(3,4)' c='r'><title>pipe, bytes 64: 20 [19, 21] ns</title></use>"));
	CU_ASSERT_PTR_NULL(strstr(text, "translate(9,9)' c='r'><title>"));
	free(text);
	table_free(table);
}

/* A plot of another measure says so in its title, and its points have that measure's figures. */
static void other_measures_are_told(void)
{
	struct table *table = table_of(TABLE);
	struct page *page = page_open();
	int rows[TIPS_ROWS];

	CU_ASSERT_EQUAL(tips_points(table, "pipe: switches", 1, 1, rows), 1);
	tips_say(page, table, rows[0]);
	CU_ASSERT_STRING_EQUAL(page_text(page, NULL), "pipe, bytes 8: 2 [2, 2] switches");
	CU_ASSERT_EQUAL(tips_points(table, "pipe: nothing", 1, 1, rows), 0);
	page_close(page);
	table_free(table);
}

/* One row too few or of another name: then nothing is said. */
static void doubt_is_silent(void)
{
	static const char *const rows[] = {"pipe\tpipe\t-\t8\tvalue\t-\t-\t-\n",
					   "fifo\tfifo\t-\t8\tvalue\t1\t1\t1\n"};

	for (size_t i = 0; i < 2; i++) {
		char text[512], *svg;
		struct table *table;

		snprintf(text, sizeof text,
			 "# unit: ns\n# parameter: bytes\nseries\tsubject\t"
			 "placement\tparameter\tmeasure\tvalue\tlow\thigh\n%s",
			 rows[i]);
		table = table_of(text);
		svg = inlined(SVG, table);
		CU_ASSERT_PTR_NOT_NULL_FATAL(svg);
		CU_ASSERT_PTR_NULL(strstr(svg, "<title>"));
		free(svg);
		table_free(table);
	}
}

/* Cut anywhere: refused, except behind the end. */
static void half_a_picture_is_refused(void)
{
	size_t whole = (size_t)(strstr(SVG, "</svg>") - SVG) + strlen("</svg>");
	int accepted = 0;

	for (size_t size = 0; size < strlen(SVG); size++) {
		char *cut = strndup(SVG, size), *text = inlined(cut, NULL);

		accepted += (text != NULL) != (size >= whole);
		free(text);
		free(cut);
	}
	CU_ASSERT_EQUAL(accepted, 0);
}

static void scripts_stay_out(void)
{
	CU_ASSERT_PTR_NULL(
		inlined("<svg viewBox=\"0 0 1 1\"><script>alert(1)</script></svg>", NULL));
}

static void bars_get_their_spans(void)
{
	struct table *table =
		table_of("# tasks: 2\nway\ttask\tcore\tstate\tstart_ms\tstop_ms\n"
			 "serial\t0\t1\trunning\t0\t2\nserial\t1\t1\twaiting\t2\t3\n");
	int rows[TIPS_ROWS];
	struct page *page = page_open();

	CU_ASSERT_EQUAL(tips_bars(table, 1, 2, rows), 2);
	CU_ASSERT_EQUAL(rows[1], 0);
	CU_ASSERT_EQUAL(tips_bars(table, 9, 1, rows), 1);
	CU_ASSERT_EQUAL(rows[0], 1);
	CU_ASSERT_EQUAL(tips_bars(table, 1, 3, rows), 0);
	tips_say(page, table, 1);
	CU_ASSERT_STRING_EQUAL(page_text(page, NULL),
			       "serial: task 2 is waiting on core 1 from 2.0 to 3.0 ms");
	page_close(page);
	table_free(table);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"texts are escaped", texts_are_escaped},
		{"half a character is no harm", half_a_character_is_no_harm},
		{"tables are read", tables_are_read},
		{"damage is noticed", damage_is_noticed},
		{"pictures get ids of their own", pictures_get_ids_of_their_own},
		{"points get their values", points_get_their_values},
		{"other measures are told", other_measures_are_told},
		{"doubt is silent", doubt_is_silent},
		{"half a picture is refused", half_a_picture_is_refused},
		{"scripts stay out", scripts_stay_out},
		{"bars get their spans", bars_get_their_spans},
		CU_TEST_INFO_NULL,
	};

	return suite_run("report", tests, argc, argv);
}
