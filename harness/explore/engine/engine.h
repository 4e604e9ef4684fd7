/*
 * engine.h: runs one schedule: every thread of the program is a coroutine, and at each visible step
 * an oracle decides whose is next.
 *
 * The world (../world) is what the program calls; it describes each step as a struct op and hands
 * it to engine_perform, which returns when the step is to happen. What the world does from there to
 * its next call of engine_perform happens at once, as far as other threads can tell.
 *
 *   engine_perform(&(struct op){OP_HERE, .kind = OP_LOCK, .writes = true, .object = mutex,
 *                               .size = 1, .state = record, .ready = is_free});
 *   record->owner = engine_self()->id;
 *   engine_acquire(&record->clock);
 *
 * There is one engine a process, used by one OS thread.
 */
#ifndef EXPLORE_ENGINE_ENGINE_H
#define EXPLORE_ENGINE_ENGINE_H

#include "explore/engine/failure.h"
#include "explore/engine/op.h"
#include "explore/engine/oracle.h"
#include "explore/engine/race.h"
#include "explore/engine/schedule.h"
#include "explore/engine/trace.h"
#include "explore/engine/vclock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- for the world: what a thread of the program is, and does ---- */

/* How far a thread is into repeating itself without effect: see idle.h. */
struct idle {
	uintptr_t pc;
	const void *object;
	uint64_t signature;
	uint64_t stack;
	unsigned steps, limit, rounds;
	unsigned length; /* steps of the last round */
	int fewest_locks;
	bool exact;	/* its stack was the same at each round */
	bool throttled; /* until somebody else has an effect */
};

struct thread {
	int id;
	const struct op *op; /* its next step; NULL: it has ended */
	struct op expiry;    /* its companion's, when op->expires says so */
	bool expired;	     /* the companion took its step; see engine_perform */
	bool parked;	     /* its coroutine has come to its end and can be used again */
	int locks;	     /* how many locks it holds: the world counts */
	int error_number;    /* errno, while others run */
	unsigned spurious;   /* spurious wake-ups it had */
	bool hurries;	     /* see engine_hurry */
	struct coro *coro;
	const char *stack_top;
	void (*body)(void *);
	void *arg;
	struct vclock clock;
	struct vclock acquired; /* by relaxed loads: an acquire fence takes it */
	struct vclock fenced;	/* its clock at its last release fence */
	struct idle idle;
	struct idle stretch; /* a coroutine's, since its last pause */
};

/* The running thread; NULL while no schedule runs: then calls mean what they mean elsewhere. */
struct thread *engine_self(void);

/* Thread `id` of this schedule; NULL when there is none (yet). */
struct thread *engine_thread(int id);
int engine_thread_count(void);

/*
 * Announce the next step, and return when it is to happen: op->ready is true (or NULL) and the
 * oracle has chosen this thread. `op` must live until then. Returns true when instead the
 * companion fired (op->expires): then the step happens all the same when chosen, and the world
 * treats it as timed out or woken for no reason. After a companion fired, op->ready is not asked.
 *
 * Counts as an effect when op->writes, unless engine_no_effect is called next.
 */
bool engine_perform(const struct op *op);

/* A plain access: like engine_perform, but a decision only where it may race or all are asked. */
void engine_access(const void *address, size_t size, bool writes, uintptr_t pc, const void *frame);

/*
 * The step changed nothing that anybody could wait for (a failed trylock, say). Locks are balanced
 * instead: engine_hold(mutex) with +1 and engine_hold(mutex) with -1 cancel each other, so that a
 * thread which polls under a lock is seen to do nothing.
 */
void engine_no_effect(void);
void engine_hold(const void *lock, int change);

/* The same for a lock that another thread took, where one may give back another's. */
void engine_hold_for(struct thread *holder, const void *lock, int change);

/* The step is progress of this thread alone, such as reading a clock that moved. */
void engine_progress(void);

/*
 * From now on, or no longer, it is a failure if the running thread waits on a condition: for what
 * others are to do, while a mutex is held for a moment.
 */
void engine_hurry(bool hurries);

/* Annotate the step just performed, in the trace: what the call returned. */
void engine_result(int64_t result);

/* Add an event that is no decision (OP_ALLOCATE, OP_PRINT). `text` may be NULL. */
void engine_note(enum op_kind kind, const void *object, size_t size, const char *text,
		 uintptr_t pc);

/*
 * A new thread that will run body(arg); its first step is OP_BEGIN. It knows what its creator
 * knows. NULL when there are ENGINE_THREADS already.
 */
struct thread *engine_spawn(void (*body)(void *), void *arg, uintptr_t pc);

/* The running thread ends here. (Returning from body does the same.) */
_Noreturn void engine_end_thread(void);

/* The program ends here with this status (or outcome): all threads are gone. */
_Noreturn void engine_exit(int status);

/* The schedule fails here. `format` is printf's; write addresses as {%p}. */
_Noreturn void engine_fail(enum failure_kind kind, uintptr_t pc, const void *object,
			   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The same about another thread than the running one; -1: about nobody. */
_Noreturn void engine_fail_for(int thread, enum failure_kind kind, uintptr_t pc, const void *object,
			       const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Happens-before: take in what the last release handed over; hand over what this thread knows. */
void engine_acquire(const struct vclock *from);
void engine_release(struct vclock *to);

/* What the world tells about the run: see struct engine_run. */
void engine_note_relaxed(void);
void engine_note_withheld(void);
void engine_note_raced(bool is_new);

/*
 * With processes: this is the memory that they share, and all other is each one's own; of the rest,
 * what one has written another must not use. Before it is called in a schedule, all is shared.
 */
void engine_share(const void *start, size_t size);
bool engine_is_private(const void *address);

/* Options of this search that the world must know. */
bool engine_spurious(void);    /* may condition waits wake up for no reason? */
bool engine_processes(void);   /* do threads stand for processes? */
bool engine_leaks(void);       /* is memory that nobody can free any more a failure? */
bool engine_no_spinning(void); /* is who waits by looking again and again a failure? */
bool engine_cooperative(void); /* do threads stand for coroutines of one OS thread? */

/* Whom the system and the C library take the running thread for: coroutines are all the same one. */
int engine_identity(void);

/* ---- for searches ---- */

struct engine_program {
	int (*body)(void *arg); /* the main thread; what it returns is the status */
	void *arg;
	/* Called before each schedule and after it, outside of all threads. May be NULL. */
	void (*reset)(void);
};

struct engine_settings {
	bool every_point; /* decide at plain accesses too, not only where one raced */
	bool spurious, processes, leaks;
	bool no_waiting; /* a thread that waits for another, other than to join it, fails */
	/*
	 * Threads stand for coroutines of one OS thread: they switch where they pause (OP_PAUSE), wait
	 * to join or end, and nowhere else. Who blocks elsewhere blocks all.
	 */
	bool cooperative;
	bool no_spinning;	   /* a thread that waits by repeating itself fails */
	unsigned long most_steps;  /* decisions; then the schedule is cut */
	unsigned long most_points; /* visible steps; likewise */
	struct trace *trace;	   /* NULL: do not record */
};

enum engine_ending { ENGINE_DONE, ENGINE_FAILED, ENGINE_ABANDONED, ENGINE_CUT };

struct engine_run {
	enum engine_ending ending;
	int status; /* when done */
	struct failure failure;
	unsigned long steps;   /* decisions */
	unsigned long points;  /* visible steps, plain accesses included */
	unsigned preemptions;  /* switches away from a thread that could and wanted to go on */
	unsigned inexact_cuts; /* waiting loops that were cut though their state kept changing */
	bool raced;	       /* some race was seen, new or not */
	bool new_race;	       /* one that was added to the list */
	bool relaxed;	       /* it used atomics weaker than seq_cst */
	bool withheld;	       /* a thread had its share of spurious wake-ups and got no more */
};

/* What a search keeps beyond one schedule; in memory that survives a crash. */
struct engine_memory {
	struct race_list races;
	struct schedule schedule; /* of the current run: what to replay if this process dies */
};

/*
 * Run one schedule. `schedule` in memory is overwritten. The same program, oracle state and races
 * give the same run.
 */
void engine_run(const struct engine_program *program, const struct engine_settings *settings,
		const struct oracle *oracle, void *oracle_memory, struct engine_memory *memory,
		struct engine_run *run);

/* For signal handlers: the running thread failed at pc; never returns into it. */
_Noreturn void engine_crashed(enum failure_kind kind, uintptr_t pc, const void *address,
			      const char *text);

/* A number that grows with every visible step: to notice when none comes. */
unsigned long engine_pulse(void);

#endif
