/*
 * way.h: ways in which two parties tell each other that it is the other's turn.
 *
 * Each works between threads and, with `shared`, between processes. A line lies in memory that both
 * parties see. Side 0 and side 1; whoever takes waits until it is given to.
 */
#ifndef LAB05_WAY_H
#define LAB05_WAY_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct line {
	bool shared;	       /* between processes */
	int read[2], write[2]; /* descriptors of each side's pipe or eventfd */
	_Atomic uint32_t given[2];
	sem_t semaphore[2];
	pthread_mutex_t mutex;
	pthread_cond_t condition[2];
	int turn;
};

struct way {
	/* Returns NULL, or the name of the call that failed with errno set. */
	const char *(*open)(struct line *line);
	void (*give)(struct line *line, int side);
	void (*take)(struct line *line, int side);
	void (*close)(struct line *line);
};

extern const struct way way_pipe, way_eventfd, way_futex, way_semaphore, way_condition;

#endif
