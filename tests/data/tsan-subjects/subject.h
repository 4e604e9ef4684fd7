/*
 * subject.h: what the programs share that tests/whole/detector.c watches.
 *
 * Each takes "broken" or "fixed": the twins differ in the one thing the detector must tell apart.
 */
#ifndef SUBJECT_H
#define SUBJECT_H

#include "tsan/inside.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef void *subject_body(void *arg);

/* Starts the canary; is this the broken twin? */
static inline bool subject_is_broken(int argc, char **argv)
{
	inside_canary();
	if (argc != 2)
		exit(2);
	return strcmp(argv[1], "broken") == 0;
}

/* Run two threads at the same time. */
static inline void subject_run(subject_body *first, subject_body *second, void *arg)
{
	pthread_t a, b;

	if (pthread_create(&a, NULL, first, arg) != 0 || pthread_create(&b, NULL, second, arg) != 0)
		exit(2);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
}

#endif
