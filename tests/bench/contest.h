/*
 * contest.h: ours against a peer's, both in the same minutes of the same machine: what every
 * program of `make bench` shares.
 *
 *   static const struct contest contests[] = {
 *           {.name = "coroutine switch (boost)", .target = 0.60,
 *            .ours = {"switch_to", our_switch}, .peer = {"jump_fcontext", boost_switch}},
 *           {.name = NULL},
 *   };
 *   int main(int argc, char **argv) { return contest_main(argc, argv, contests); }
 *
 * The program prints one row for each, separated by tabs: name, ours and peer (ns for each
 * operation), their ratio with its 95 % interval, target, verdict; lines that begin with # are
 * remarks. Every launch is a fresh process (the program again, with --answer), asked for one batch at
 * a time in Latin-square order, so that what disturbs one side disturbs the other
 * (measure/compare.h). Status 0: no target is surely missed; 1: some is; 2: it could not measure.
 */
#ifndef BENCH_CONTEST_H
#define BENCH_CONTEST_H

#include <stdbool.h>

/* Does its thing `count` times; returns how long that took in ns, or a negative number: it cannot. */
typedef double contest_run(long count);

struct contender {
	const char *name;
	contest_run *run;
};

struct contest {
	const char *name; /* of the row */
	struct contender ours, peer;
	double target;	  /* ours over the peer's, at most; 0: none */
	double least;	  /* and at least, if that is a question; 0: it is not */
	const char *note; /* a remark for whoever reads the row; or NULL */
	const char *(*missing)(
		void); /* why it cannot be measured here; it or its answer may be NULL */
	/* 0: the usual ones. A count that is fixed is not calibrated. */
	int launches, batches;
	long count;
	double batch_ns;
};

/*
 * The main function: all contests of the table, which ends with a NULL name. --smoke measures next to
 * nothing, to see that it runs at all; a word chooses the contests whose names have it.
 */
int contest_main(int argc, char **argv, const struct contest *contests);

#endif
