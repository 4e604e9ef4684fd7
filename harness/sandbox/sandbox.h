/*
 * sandbox.h: run one command that nobody trusts, and say how it ended.
 *
 * The command sees the system's programs and libraries, one folder of its own, and what it is given
 * to read; no network, no other process, no environment, no descriptor of ours. Whatever it starts
 * is dead when sandbox_run returns. The limits hold for root, too.
 *
 *   const char *argv[] = {"/usr/bin/clang", "-c", "fix.c", NULL};
 *   struct sandbox_job job = {.argv = argv, .folder = "/tmp/job", .limits = SANDBOX_LIMITS};
 *   struct sandbox_result result;
 *   sandbox_run(&job, &result);
 *   if (result.end == SANDBOX_EXITED && result.status == 0) ...
 */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

enum sandbox_kind {
	SANDBOX_BUBBLEWRAP, /* user namespaces, by bubblewrap */
	SANDBOX_LANDLOCK,   /* where there are none: Landlock, of Linux 6.12 or newer */
	SANDBOX_NONE,	    /* limits only: for people who said SANDBOX=none */
};

struct sandbox_limits {
	double wall_seconds, cpu_seconds; /* of all its processes together */
	size_t memory;			  /* bytes resident, of all its processes */
	size_t output;			  /* bytes of standard output and error together */
	size_t file_size;		  /* bytes of one file; and of /tmp, where there is one */
	size_t folder_size;		  /* bytes of all files in its folder */
	int processes;			  /* threads not counted */
};

#define SANDBOX_LIMITS                                                              \
	{                                                                           \
		.wall_seconds = 10, .cpu_seconds = 20, .memory = (size_t)600 << 20, \
		.output = (size_t)1 << 20, .file_size = (size_t)64 << 20,           \
		.folder_size = (size_t)256 << 20, .processes = 64                   \
	}

#define SANDBOX_READABLE 24

struct sandbox_job {
	const char *const *argv; /* argv[0]: a path */
	const char *folder;	 /* absolute; its working folder, which alone it may write to */
	const char *readable[SANDBOX_READABLE]; /* absolute; further files and folders; NULL ends */
	const char *const *environment;		/* NAME=value...; ends with NULL; or NULL */
	const char *input;			/* what it reads on standard input; NULL: nothing */
	struct sandbox_limits limits;
};

/* How it ended: by itself, or over which limit. */
enum sandbox_end {
	SANDBOX_EXITED,	   /* status: its exit status */
	SANDBOX_SIGNALLED, /* status: the signal */
	SANDBOX_TOO_LONG,
	SANDBOX_TOO_MUCH_CPU,
	SANDBOX_TOO_MUCH_MEMORY,
	SANDBOX_TOO_MUCH_OUTPUT,
	SANDBOX_TOO_MUCH_SPACE,
	SANDBOX_TOO_MANY_PROCESSES,
	SANDBOX_INTERRUPTED, /* by sandbox_interrupted */
};

struct sandbox_result {
	enum sandbox_end end;
	int status;
	double wall_seconds, cpu_seconds;
	size_t memory; /* the most seen, bytes */
	char *output;  /* standard output and error as they came, zero-terminated; caller frees */
	size_t output_size;
};

/*
 * Which kind there is here; SANDBOX=bubblewrap, landlock or none in the environment asks for one. Dies
 * (die_user) when there is none and nobody said that none will do. Probes once.
 */
enum sandbox_kind sandbox_kind(void);

/*
 * A signal handler of the caller's sets it to the signal's number: the job that is running is ended
 * as if it had broken a limit, and others end as soon as they have begun.
 */
extern volatile sig_atomic_t sandbox_interrupted;

/*
 * Run the job. Any program may call it; one thread at a time. Dies (die_system) when the system
 * refuses what a sandbox needs. The caller has no other children meanwhile: they would be reaped.
 */
void sandbox_run(const struct sandbox_job *job, struct sandbox_result *result);

/* "took longer than 10 s" and the like, for a person; "" when it ended by itself with status 0. */
const char *sandbox_describe(const struct sandbox_job *job, const struct sandbox_result *result,
			     char *text, size_t size);

#endif
