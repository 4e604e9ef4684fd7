/*
 * series.h: result files. Tab-separated, one row a sample summary, the machine in "#" lines.
 *
 *   # experiment: cost per insert
 *   # machine: AMD EPYC, 2 cores, ...
 *   variant	model	median_ns	low_ns	high_ns
 *   broken	threads	31.2	30.8	32.0
 *
 * Rows are collected in memory and written in one go (file_replace): a killed run leaves the old
 * file. The plots read nothing else.
 */
#ifndef MEASURE_SERIES_H
#define MEASURE_SERIES_H

#include "measure/machine.h"

struct series;

/*
 * A file to be at `path`, whose header names `experiment` and the machine (read now), and whose
 * columns are tab-separated. Never NULL: aborts when memory runs out.
 */
struct series *series_open(const char *path, const char *experiment, const char *columns);

/* A further "# key: value" header line. All come before the first row (else BUG). */
void series_fact(struct series *series, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* One row: printf's format with tabs between the columns, as many as there are (else BUG), and
 * without newline. */
void series_row(struct series *series, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Write the file, creating missing folders, and free the series in any case. Returns 0, or -1
 * with errno set (the old file stays).
 */
int series_close(struct series *series);

/* Free it without writing. */
void series_drop(struct series *series);

#endif
