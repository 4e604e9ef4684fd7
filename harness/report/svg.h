/* svg.h: a picture of gnuplot's as part of a page. */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include "report/page.h"
#include "report/table.h"

#include <stdbool.h>

/*
 * Write the picture in `text` with ids that begin with `prefix`, and with the values of `table` (may be
 * NULL) as texts that show when one hovers over a mark. `label` says what the picture is. Returns
 * false, having written nothing, when the text is no whole picture.
 */
bool svg_inline(struct page *page, const char *text, const char *prefix, const char *label,
		const struct table *table);

#endif
