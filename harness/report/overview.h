/*
 * overview.h: one page from the results that there are (make report).
 *
 *   struct overview report;
 *   overview_gather(&options, &report);
 *   overview_write(&report);
 *
 * The page is one file that needs no other and no network: style, script and pictures are in it.
 * What is missing, damaged or from elsewhere is named on the page and is no reason for no page.
 */
#ifndef REPORT_OVERVIEW_H
#define REPORT_OVERVIEW_H

#include "report/page.h"
#include "report/table.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define OVERVIEW_LABS 64
#define OVERVIEW_TEXT 512

/* Folders and files, seen from where the program runs; see main_report.c for their defaults. */
struct overview_options {
	const char *results, *pictures, *labs, *assets, *output;
	const char *source;  /* from the page to the sources: what links to them begin with */
	const char *machine; /* this machine in a line; NULL: find out */
};

/* What there is of a lab. Flags, since several may be true at once. */
enum overview_state {
	OVERVIEW_MISSING = 1,	  /* no results */
	OVERVIEW_DAMAGED = 2,	  /* they cannot be read to their end */
	OVERVIEW_VERSION = 4,	  /* written by another version */
	OVERVIEW_ELSEWHERE = 8,	  /* measured on another machine */
	OVERVIEW_FAILED = 16,	  /* its last run failed */
	OVERVIEW_INCOMPLETE = 32, /* a table is damaged */
};

struct overview_lab {
	char id[32], folder[128]; /* "lab03", "lab03-shared-list" */
	char title[OVERVIEW_TEXT], machine[OVERVIEW_TEXT];
	unsigned state;
	char damage[OVERVIEW_TEXT];  /* what is wrong with the results, when they are damaged */
	char failure[OVERVIEW_TEXT]; /* how its last run failed */
	json_t *json;		     /* labNN.json; NULL: missing, damaged or of another version */
};

struct overview {
	struct overview_options options;
	char machine[OVERVIEW_TEXT];
	struct overview_lab lab[OVERVIEW_LABS];
	int labs;
	struct table *claims; /* claims.tsv; NULL: not there */
	struct page *page;
};

/* Read what there is. Dies when there are no labs to report on. */
void overview_gather(const struct overview_options *options, struct overview *report);

/*
 * Write the page; dies when that is not possible. Returns its size in bytes.
 */
size_t overview_write(struct overview *report);

void overview_free(struct overview *report);

/* ---- sections, in their order on the page ---- */

void overview_answer(struct overview *report);
void overview_problems(struct overview *report);
void overview_claims(struct overview *report);
void overview_lab(struct overview *report, const struct overview_lab *lab);
void overview_peers(struct overview *report);
void overview_machine(struct overview *report);

/* ---- what sections share ---- */

/* May figures of this lab be called this machine's? */
bool overview_is_ours(const struct overview_lab *lab);

/* A verdict's cell: "holds", with a sign that does not need colour. */
void overview_verdict(struct page *page, bool is_decided, bool holds);

/* The command that measures a lab again as it was measured. */
void overview_command(const struct overview_lab *lab, char *command, size_t size);

/*
 * "Reproduce: COMMAND", and where the figures are: a file in the lab's folder of results; NULL: its
 * JSON. `lab` NULL: make bench, and a file in the folder of all results.
 */
void overview_reproduce(struct overview *report, const struct overview_lab *lab, const char *file);

/* A text of an object of JSON; "" when it is not there. */
const char *overview_text(const json_t *object, const char *key);
/* A number of it; NAN when it is not there. */
double overview_number(const json_t *object, const char *key);
/* An estimate of it, as "12.3 [11, 14]"; "" when it is not there. */
void overview_estimate(const json_t *object, const char *key, char *text, size_t size);

/* A diagram that can be stepped through. */
void overview_steps(struct overview *report, const struct overview_lab *lab,
		    const json_t *exploration);

/* The picture of a table of results, if there is one; with hover texts from that table. */
void overview_picture(struct overview *report, const struct overview_lab *lab, const char *name);

/* The lab's handout. */
void overview_handout(struct overview *report, const struct overview_lab *lab);

#endif
