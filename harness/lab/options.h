/*
 * options.h: the command line that every lab program shares (make's WORKERS=, OPS=, MODEL=...).
 */
#ifndef LAB_OPTIONS_H
#define LAB_OPTIONS_H

#include "exec/exec.h"

#include <stdbool.h>
#include <stdint.h>

#define OPTIONS_MOST_WORKERS 256

struct options {
	int workers;
	long ops;
	bool has_ops; /* given, not the lab's default */
	bool has_model;
	enum exec_model model; /* if has_model */
	bool quick;
	uint64_t seed;
	/* Only for a variant's program: */
	bool serve; /* answer questions on standard input (see run.h) */
	bool pin;
	int runs;
};

/*
 * Parse the command line; a mistake ends the program with one line and status 2. `doc` is what
 * --help says first. The variant's own options are accepted only if `variant`.
 */
void options_parse(int argc, char **argv, const char *doc, bool variant, struct options *options);

/* Should the tour show this model? */
bool options_want(const struct options *options, enum exec_model model);

#endif
