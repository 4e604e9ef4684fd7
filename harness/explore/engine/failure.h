/* failure.h: what can go wrong in a schedule, and where it did. Plain data, without pointers. */
#ifndef EXPLORE_ENGINE_FAILURE_H
#define EXPLORE_ENGINE_FAILURE_H

#include <stdint.h>

enum failure_kind {
	FAILURE_NONE,
	FAILURE_RACE,
	FAILURE_OUTCOME, /* the scenario ended with an outcome that it forbids */
	FAILURE_ASSERTION,
	FAILURE_CRASH,
	FAILURE_ABORT,
	FAILURE_EXIT, /* with a status other than 0 */
	FAILURE_DEADLOCK,
	FAILURE_LOST_WAKEUP,
	FAILURE_LIVELOCK,
	FAILURE_HANG, /* a loop without a visible step */
	FAILURE_USE_AFTER_FREE,
	FAILURE_DOUBLE_FREE,
	FAILURE_LOCK_LEAK, /* a thread ended with a mutex locked */
	FAILURE_MISUSE,
	FAILURE_STACK_OVERFLOW,
	FAILURE_MEMORY, /* allocated more than the limit */
	FAILURE_LEAK,	/* never freed, and nothing points to it any more (when asked for) */
	FAILURE_WAIT,	/* one thread waits for another (when none may) */
	FAILURE_SPIN,	/* one waits by looking again and again (when it should sleep) */
	/* From here on: not the program's fault but a limit of the model. No verdict. */
	FAILURE_UNMODELLED,
	FAILURE_TOO_LONG, /* the schedule was cut at the most steps */
	FAILURE_KINDS
};

#define FAILURE_TEXT 1200 /* room for the calls of a history (linear/) */

struct failure {
	enum failure_kind kind;
	int thread;		 /* who was running; -1: nobody */
	uint64_t pc;		 /* where in the user's code; 0: not known */
	uint64_t object;	 /* address it is about, or the outcome; 0: none */
	char text[FAILURE_TEXT]; /* one sentence; threads are "T1"; addresses are {0x4040} and get
				    names in show/ */
};

/* "data race", "lost wake-up"... */
const char *failure_name(enum failure_kind kind);

/* "race", "lost-wakeup"...: one word for JSON and command lines. */
const char *failure_word(enum failure_kind kind);

#endif
