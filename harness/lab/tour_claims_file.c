/*
 * tour_claims_file.c: the claims of all labs in one file, build/results/claims.tsv (see tour.h).
 *
 * A tour reads the file, replaces its own lab's rows, and writes it anew, aside and renamed: a reader
 * never sees half of it. From reading to renaming it holds a lock, on a file beside it, since the one
 * that is renamed away is no place for a lock.
 */
#include "lab/tour.h"

#include "base/die.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define COLUMNS "lab\tclaim\tfigure\tlow\thigh\tverdict\n"

const char *tour_verdict_word(enum tour_verdict verdict)
{
	static const char *const words[] = {
		[TOUR_NOT_DECIDED] = "not decided",
		[TOUR_HOLDS] = "holds",
		[TOUR_FAILS] = "does not hold here",
	};

	return words[verdict];
}

/* build/results/NAME: beside this lab's own folder. */
static void make_path(const struct tour *tour, const char *name, char *path, size_t size)
{
	const char *slash = strrchr(tour->folder, '/');

	BUG_UNLESS(slash);
	if (snprintf(path, size, "%.*s/%s", (int)(slash - tour->folder), tour->folder, name) >=
	    (int)size)
		die_user("the path of this folder is too long: move the checkout");
}

static int lock(const struct tour *tour)
{
	char path[PATH_MAX], *slash;
	int fd;

	make_path(tour, "claims.lock", path, sizeof path);
	slash = strrchr(path, '/');
	*slash = '\0';
	if (file_make_folder(path) != 0)
		die_system("cannot make %s (make room or permission there)", path);
	*slash = '/';
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		die_system("cannot open %s (make room or permission there)", path);
	while (flock(fd, LOCK_EX) != 0)
		if (errno != EINTR)
			die_system("cannot lock %s", path);
	return fd;
}

/* ---- rows -------------------------------------------------------------------------------- */

/* What would break a row becomes a blank. */
static void write_text(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc(*text == '\t' || *text == '\n' || *text == '\r' ? ' ' : *text, out);
}

/* A column with a number, or with nothing where there is none. */
static void write_number(FILE *out, double number)
{
	fputc('\t', out);
	if (isfinite(number))
		fprintf(out, "%.4g", number);
}

static void write_claims(FILE *out, const struct tour *tour)
{
	for (int i = 0; i < tour->claims; i++) {
		const struct tour_claim *claim = &tour->claim[i];

		fprintf(out, "%s\t", tour->id);
		write_text(out, claim->text);
		write_number(out, claim->seen.value);
		write_number(out, claim->seen.low);
		write_number(out, claim->seen.high);
		fprintf(out, "\t%s\n", tour_verdict_word(claim->verdict));
	}
}

/* Is this a whole row of a lab? A file that was tampered with, or of another version, loses the rest. */
static bool is_row(const char *line, size_t length)
{
	int tabs = 0;

	for (size_t i = 0; i < length; i++)
		tabs += line[i] == '\t';
	return tabs == 5 && strncmp(line, "lab", 3) == 0 && line[3] >= '0' && line[3] <= '9';
}

static int compare_labs(const char *line, const char *id)
{
	size_t length = strlen(id), own = strcspn(line, "\t");
	int order = strncmp(line, id, own < length ? own : length);

	return order ? order : (own > length) - (own < length);
}

/* The other labs' rows as they were, this lab's in its place among them. */
static void merge(FILE *out, const struct tour *tour, const char *old)
{
	bool is_written = false;

	fputs(COLUMNS, out);
	while (*old) {
		size_t length = strcspn(old, "\n");
		int order = compare_labs(old, tour->id);

		if (is_row(old, length)) {
			if (order > 0 && !is_written) {
				write_claims(out, tour);
				is_written = true;
			}
			if (order != 0)
				fprintf(out, "%.*s\n", (int)length, old);
		}
		old += length + (old[length] == '\n');
	}
	if (!is_written)
		write_claims(out, tour);
}

void tour_save_claims(const struct tour *tour)
{
	char path[PATH_MAX], *old, *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int held = lock(tour);

	if (!out)
		BUG("no memory for claims");
	make_path(tour, "claims.tsv", path, sizeof path);
	old = file_read(path, NULL);
	if (!old && errno != ENOENT)
		die_system("cannot read %s (remove it, or permit it)", path);
	merge(out, tour, old ? old : "");
	if (fclose(out) != 0)
		BUG("no memory for claims");
	if (file_replace(path, text, size) != 0)
		die_system("cannot write %s (make room or permission under build/results; older "
			   "results are intact)",
			   path);
	(void)close(held); /* and with it the lock */
	free(old);
	free(text);
}
