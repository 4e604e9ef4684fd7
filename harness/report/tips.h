/* tips.h: which row of a table a mark in a picture stands for, and that row in words. */
#ifndef REPORT_TIPS_H
#define REPORT_TIPS_H

#include "report/page.h"
#include "report/table.h"

#define TIPS_ROWS 4096

/*
 * The rows that the `marks` marks of plot number `plot` (from 1), which is called `title`, stand for,
 * in their order; the key's mark, which is the last one, not counted. Returns how many: as many as marks,
 * or 0 when that is not clear.
 */
int tips_points(const struct table *table, const char *title, int plot, int marks, int *rows);

/* The same for the bars of a timeline (plots/timeline.gp). */
int tips_bars(const struct table *table, int plot, int marks, int *rows);

/* A row in words. */
void tips_say(struct page *page, const struct table *table, int row);

#endif
