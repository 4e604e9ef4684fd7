/* run.h: carry a load in one of the ways, in a process of its own, and say what that took. */
#ifndef RUN_H
#define RUN_H

#include "load.h"

#define RUN_CORES 4 /* the most that a way may use: so that its size is alike on all machines */

/* Cores that a way may use here. */
int run_cores(void);

struct run_figures {
	int64_t elapsed_ns;    /* until all answers are in the memory of who called the way */
	double cpu_ns;	       /* of all its threads and processes; not of the server */
	long switches;	       /* that the kernel counted in them */
	double p50_ns, p99_ns; /* from a request's arrival to its answer */
	int right, wrong;
	int failed;	   /* and say so */
	int lost;	   /* have neither an answer nor an error */
	char missing[160]; /* why not all are answered; "": all are, and right */
};

/* Returns 0 when all requests were answered, and right; else -1, and `missing` says why. */
int run_way(load_way *way, const struct load *load, struct run_figures *figures);

/* What a way holds while its requests wait, and what becomes of it when there is no more server. */
struct run_standstill {
	double pages_kib; /* memory it took: a page that several processes share counts once */
	double page_tables_kib; /* of its processes, which the kernel holds for them */
	double stacks_kib;	/* in the kernel: one for each thread, about */
	int threads;		/* of all its processes, those that it began with included */
	int64_t end_ns;		/* from the server's death until the way had ended */
	int failed;		/* requests that had no answer then */
	char missing[160];	/* why this cannot be said; "": it can */
};

/*
 * Carry the load until `waiting` requests have been asked about, look, and kill the server. Its
 * latencies should be longer than all that takes. Returns 0, or -1.
 */
int run_standstill(load_way *way, const struct load *load, int waiting,
		   struct run_standstill *standstill);

#endif
