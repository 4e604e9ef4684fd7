/*
 * exec.h: the same workers as serial code, threads, processes or coroutines.
 *
 * The caller gives a body that runs once per worker and a block of shared memory; the model only
 * decides what a worker is. Every run happens in a forked carrier process, so that a worker that
 * crashes or hangs costs that run and nothing else: the caller is told who it was and how.
 */
#ifndef EXEC_EXEC_H
#define EXEC_EXEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum exec_model {
	EXEC_SERIAL,	 /* one after another in one thread */
	EXEC_THREADS,	 /* POSIX threads of one process */
	EXEC_PROCESSES,	 /* forked processes; the block is mapped shared, at one address */
	EXEC_PRIVATE,	 /* forked processes, each with its own copy of the block */
	EXEC_COROUTINES, /* coroutines of one thread, round robin */
	EXEC_MODELS
};

/* The name that MODEL= takes: "serial", "threads"... */
const char *exec_model_name(enum exec_model model);

/* Find a model by name. Returns false when there is none. */
bool exec_model_parse(const char *name, enum exec_model *model);

/* All names, separated by ", ": for error messages. */
const char *exec_model_names(void);

#define EXEC_MAX_WORKERS 1024

typedef void exec_body(void *shared, int worker);
typedef void exec_judge(void *shared);

struct exec_options {
	enum exec_model model;
	int workers;	 /* 1 .. EXEC_MAX_WORKERS */
	bool pin;	 /* worker i on the i-th allowed CPU, round robin; best effort */
	int deadline_ms; /* for the whole run */
	/*
	 * If not NULL: runs alone, in the carrier, once all workers have finished. The shared state
	 * may be in any disorder, so the judge may crash or hang, and is reported as well.
	 */
	exec_judge *judge;
};

/* How a worker ended. */
enum exec_end {
	EXEC_FINISHED, /* its body returned */
	EXEC_CRASHED,  /* code: the signal */
	EXEC_QUIT,     /* left without finishing (exit, pthread_exit); code: the exit status */
	EXEC_HUNG,     /* still running at the deadline */
	EXEC_STRANDED, /* never ran or was cut off because another worker ended the run */
};

struct exec_worker {
	enum exec_end end;
	int code;
	int64_t start_ns, stop_ns;   /* CLOCK_MONOTONIC; stop is 0 unless finished */
	long voluntary, involuntary; /* context switches the kernel counted */
};

struct exec_report {
	enum exec_end judge; /* how the judge ended; STRANDED: it never ran */
	int failed;	     /* the first worker that did not finish by its own fault, or -1 */
	bool pinned;	     /* every worker that was to be pinned was */
	int64_t elapsed_ns;  /* first start to last stop; 0 unless all finished */
	long voluntary, involuntary;
	long coroutine_switches;
	int workers;
	struct exec_worker worker[EXEC_MAX_WORKERS];
};

/*
 * A zeroed block of at least `size` bytes that all workers share. Its pages appear on first use.
 * Returns NULL with errno set.
 */
void *exec_block_open(size_t size);
void exec_block_close(void *block);

/*
 * Run body(shared, 0) ... body(shared, workers - 1) under a model. `shared` must come from
 * exec_block_open. Workers leave a start barrier together, with the block's pages already mapped.
 * The caller must be single-threaded (it forks). Every worker is dead and reaped on return.
 * Returns 0 when the run could be made (see the report for how it went), or -1 with errno set
 * when the system refused (EAGAIN: too many processes, ENOMEM...).
 */
int exec_run(const struct exec_options *options, exec_body *body, void *shared,
	     struct exec_report *report);

/*
 * "worker 2 crashed: Segmentation fault" and the like for report->failed; "" when none failed.
 * Returns `text`.
 */
const char *exec_describe(const struct exec_report *report, char *text, size_t size);

/* The one explicit pause: a coroutine switches to the next; threads and processes yield. */
void task_pause(void);

#endif
