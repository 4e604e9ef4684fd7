/*
 * child.h: a helper program that we start, ask questions line by line, and always reap.
 *
 * The question-and-answer form is what lets one driver interleave measurements of many programs:
 * each is started once per launch, and then asked for one batch at a time.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stdio.h>
#include <sys/types.h>

struct child {
	pid_t pid;
	int to;	    /* its standard input */
	FILE *from; /* its standard output */
};

/* What child_start may be asked for beyond the arguments. */
struct child_options {
	char *const *environment; /* further NAME=value strings, ends with NULL; or NULL */
	int fixed_addresses;	  /* ask for no address-space randomization; best effort */
	int quiet;		  /* its stderr goes to /dev/null */
};

/*
 * Start argv[0] (a path) with pipes on its standard input and output. The child dies when the
 * thread that started it does (PR_SET_PDEATHSIG), so a killed driver leaves no process.
 * `options` may be NULL. Returns 0, or -1 with errno set (also when exec fails).
 */
int child_start(struct child *child, char *const argv[], const struct child_options *options);

/*
 * Send `question` (without newline) and read a one-line answer into `answer` (newline removed).
 * Returns 0; -1 with errno ETIMEDOUT when no line came within `deadline_ms`, EPIPE when the child
 * has gone. After a failure only child_stop makes sense.
 */
int child_ask(struct child *child, const char *question, char *answer, size_t size,
	      int deadline_ms);

/*
 * Close its input, give it `patience_ms` to end, then kill it; reap it.
 * Returns the wait status (see wait(2)), or -1 with errno set.
 */
int child_stop(struct child *child, int patience_ms);

/*
 * Wait until `pid` has ended or `deadline_ms` have passed, and reap it.
 * Returns 1 when reaped (`*status` holds the wait status), 0 at the deadline, -1 with errno set.
 */
int child_wait(pid_t pid, int deadline_ms, int *status);

/* In a forked child: die with the parent. Returns 0; exits at once when the parent has gone. */
int child_die_with(pid_t parent);

#endif
