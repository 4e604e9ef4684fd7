/* internal.h: what the files of the sandbox share. */
#ifndef SANDBOX_INTERNAL_H
#define SANDBOX_INTERNAL_H

#include "sandbox/sandbox.h"

#include <sys/types.h>

/* ---- command.c ---- */

#define COMMAND_WORDS 160

/* The whole command line for a job. The words live until the next call. */
char *const *command_of(const struct sandbox_job *job, enum sandbox_kind kind, int filter);

/* ---- filter.c ---- */

/* A file with the system calls that are refused, as bubblewrap wants it; close it. */
int filter_open(void);

/* Refuse them from now on in this process. */
void filter_enter(void);

/* ---- landlock.c ---- */

bool landlock_works(void);

/* From now on this process sees what the job may see. */
void landlock_enter(const struct sandbox_job *job);

/* ---- tree.c ---- */

struct tree {
	int processes;
	size_t memory;	    /* bytes */
	double cpu_seconds; /* of those that live; those that are gone are in our own children's */
};

/* What our descendants use now. Stops counting at `most` processes. */
void tree_measure(int most, struct tree *tree);

/* List a process's children, at most so many. Returns how many; 0 when it has gone, too. */
int tree_children(pid_t pid, pid_t *list, int most);

/* Stop our descendants: who is stopped starts nobody, so those who start others cannot outrun us. */
void tree_stop_all(void);

/* Kill our descendants until none is left: those that left their parents have come to us. */
void tree_kill_all(void);

/* Bytes of all files in a folder, folders in it included; stops counting at `most`. */
size_t tree_folder_size(const char *folder, size_t most);

#endif
