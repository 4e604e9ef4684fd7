/*
 * linear.h: can these calls be explained? A history of concurrent calls is linearizable if each can
 * be given one moment between its beginning and its end so that, in the order of these moments, all
 * returned what a sequential model would have returned (Herlihy and Wing, TOPLAS 1990). Found by the
 * search of Wing and Gong (Testing and Verifying Concurrent Objects, JPDC 1993).
 */
#ifndef LINEAR_LINEAR_H
#define LINEAR_LINEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINEAR_CALLS 32
#define LINEAR_STATE 256 /* bytes that a model may need */

struct linear_call {
	int worker;
	int what; /* the model's number for it */
	int64_t argument, result;
	unsigned long begun, ended; /* moments; ended 0: it never did */
};

struct linear_history {
	int count;
	unsigned long now;
	/*
	 * Called before each beginning (ends false) and end, or NULL: where calls are interleaved by
	 * somebody, that of one call and the beginning of another must not change places unseen.
	 */
	void (*step)(bool ends);
	void (*hurry)(bool hurries); /* called around calls that must not wait, or NULL */
	struct linear_call call[LINEAR_CALLS];
};

struct linear_model {
	size_t size; /* of the state, at most LINEAR_STATE; begins as zeroes */
	/* Take the call into account: false if it could not return that in this state. */
	bool (*apply)(void *state, const struct linear_call *call);
	/* "push(3)", for people. */
	void (*describe)(const struct linear_call *call, char *text, size_t size);
};

/* Note the beginning and the end of a call. Too many calls are a bug of the caller. */
struct linear_call *linear_begin(struct linear_history *history, int worker, int what,
				 int64_t argument);
void linear_end(struct linear_history *history, struct linear_call *call, int64_t result);

/* Whether the worker's next call, or no longer, is one that must not wait for others. */
void linear_hurry(const struct linear_history *history, bool hurries);

/* Calls that never ended may have happened or not. */
bool linear_check(const struct linear_history *history, const struct linear_model *model);

/* One line: the calls in the order in which they began. */
void linear_describe(const struct linear_history *history, const struct linear_model *model,
		     char *text, size_t size);

#endif
