/* engine.c: runs one schedule, step by step (see engine.h). */
#include "explore/engine/engine.h"

#include "base/die.h"
#include "coro/coro.h"
#include "explore/engine/guard.h"
#include "explore/engine/idle.h"
#include "explore/engine/object.h"
#include "explore/engine/record.h"
#include "explore/engine/standstill.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define BIT(actor) (UINT64_C(1) << (actor))
#define MOST_LOOKS 1000 /* in a row, of one who counts them, until that is called spinning */

static struct {
	struct thread *self; /* who runs; NULL: no schedule */
	struct thread
		*next; /* who goes on when the running one yields; NULL: the schedule is over */
	int current;   /* the last actor; for the oracle */
	int threads;   /* created in this schedule */
	bool deciding_everywhere;
	bool cooperative; /* as the settings say: asked at each step */
	bool watched;	  /* loops mean more than that others should go on */
	const struct engine_settings *settings;
	const struct engine_program *program;
	const struct oracle *oracle;
	void *oracle_memory;
	struct engine_memory *memory;
	struct engine_run *run;
	volatile unsigned long pulse;
	const char *shared; /* with processes: what they share; NULL: all */
	size_t shared_size;
	/* By actor, for the oracle. */
	const struct op *op[ENGINE_ACTORS];
	unsigned long steps_of[ENGINE_ACTORS];
	struct thread thread[ENGINE_THREADS];
} engine;

struct thread *engine_self(void)
{
	return engine.self;
}

struct thread *engine_thread(int id)
{
	return id >= 0 && id < engine.threads ? &engine.thread[id] : NULL;
}

int engine_thread_count(void)
{
	return engine.threads;
}

bool engine_spurious(void)
{
	return engine.settings->spurious;
}

bool engine_processes(void)
{
	return engine.settings->processes;
}

bool engine_leaks(void)
{
	return engine.settings->leaks;
}

bool engine_no_spinning(void)
{
	return engine.settings->no_spinning;
}

bool engine_cooperative(void)
{
	return engine.cooperative;
}

int engine_identity(void)
{
	return engine.cooperative ? 0 : engine.self->id;
}

void engine_share(const void *start, size_t size)
{
	engine.shared = start;
	engine.shared_size = size;
}

bool engine_is_private(const void *address)
{
	return engine.settings->processes && engine.shared &&
	       (uintptr_t)address - (uintptr_t)engine.shared >= engine.shared_size;
}

unsigned long engine_pulse(void)
{
	return engine.pulse;
}

/* ---- ending ---- */

/* Leave the running thread for good: engine_run goes on. */
static _Noreturn void leave(enum engine_ending ending)
{
	engine.run->ending = ending;
	engine.next = NULL;
	coro_yield();
	BUG("a thread goes on after its schedule has ended");
}

void engine_exit(int status)
{
	engine.run->status = status;
	leave(ENGINE_DONE);
}

/* Fill in the failure and leave; the caller has written the text. */
static _Noreturn void fail(int thread, enum failure_kind kind, uintptr_t pc, const void *object)
{
	struct failure *failure = &engine.run->failure;

	failure->kind = kind;
	failure->thread = thread;
	failure->pc = pc;
	failure->object = (uintptr_t)object;
	leave(kind == FAILURE_TOO_LONG ? ENGINE_CUT : ENGINE_FAILED);
}

/* One sentence, whatever the program gave to assert. */
static void tell(const char *format, va_list arguments)
{
	char *text = engine.run->failure.text;

	vsnprintf(text, FAILURE_TEXT, format, arguments);
	for (; *text; text++)
		if (*text == '\n' || *text == '\r' || *text == '\t')
			*text = ' ';
}

void engine_fail(enum failure_kind kind, uintptr_t pc, const void *object, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	tell(format, arguments);
	va_end(arguments);
	fail(engine.self->id, kind, pc, object);
}

void engine_fail_for(int thread, enum failure_kind kind, uintptr_t pc, const void *object,
		     const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	tell(format, arguments);
	va_end(arguments);
	fail(thread, kind, pc, object);
}

void engine_crashed(enum failure_kind kind, uintptr_t pc, const void *address, const char *text)
{
	engine_fail(kind, pc, address, "%s", text);
}

void engine_note_relaxed(void)
{
	/* In one OS thread there is no memory order but the program's. */
	engine.run->relaxed = !engine.cooperative;
}

void engine_note_withheld(void)
{
	engine.run->withheld = true;
}

void engine_note_raced(bool is_new)
{
	engine.run->raced = true;
	engine.run->new_race |= is_new;
}

/* ---- who can go on ---- */

static bool is_enabled(const struct thread *thread)
{
	const struct op *op = thread->op;

	return op && (thread->expired || !op->ready || op->ready(op, thread));
}

static bool can_expire(const struct thread *thread)
{
	const struct op *op = thread->op;

	return op && !thread->expired && op->expires && op->expires(op, thread);
}

/* The companion's step, as dependent on others as what it interrupts. */
static void describe_expiry(struct thread *thread)
{
	thread->expiry = *thread->op;
	thread->expiry.kind = OP_EXPIRE;
	thread->expiry.writes = true;
	thread->expiry.ready = NULL;
	/* Who is to sleep until it is woken must not count on a timeout either. */
	thread->expiry.by_chance |= engine.settings->no_spinning;
	engine.op[thread->id + ENGINE_THREADS] = &thread->expiry;
}

/* Returns those of the possible ones that come by chance, if at all. */
static uint64_t survey(struct choice *choice)
{
	uint64_t chances = 0;

	choice->enabled = choice->possible = 0;
	for (int i = 0; i < engine.threads; i++) {
		struct thread *thread = &engine.thread[i];

		engine.op[i] = thread->op;
		if (is_enabled(thread)) {
			choice->possible |= BIT(i);
			if (!idle_is_throttled(thread))
				choice->enabled |= BIT(i);
		}
		if (can_expire(thread)) {
			describe_expiry(thread);
			choice->possible |= BIT(i + ENGINE_THREADS);
			choice->enabled |= BIT(i + ENGINE_THREADS);
			if (thread->expiry.by_chance)
				chances |= BIT(i + ENGINE_THREADS);
		} else {
			engine.op[i + ENGINE_THREADS] = NULL;
		}
	}
	return chances;
}

/* Nobody can go on, or only if something comes that nobody may count on. */
static _Noreturn void tell_standstill(uint64_t chances)
{
	for (int i = 0; i < engine.threads; i++)
		if (chances >> (i + ENGINE_THREADS) & 1 && !engine.thread[i].op->by_chance)
			standstill_times_out(i);
	standstill_deadlock();
}

/* All who could run repeat themselves: forever, or only for now? */
static void judge_standstill(struct choice *choice, uint64_t chances)
{
	uint64_t threads = choice->possible & ~chances;

	if (idle_is_hopeless(engine.thread, threads))
		standstill_livelock(threads);
	idle_forget(engine.thread, threads);
	choice->enabled = choice->possible;
}

/* Threads that have nothing to do with each other: nobody may wait but for an end. */
static void forbid_waiting(const struct choice *choice)
{
	for (int i = 0; i < engine.threads; i++) {
		const struct op *op = engine.thread[i].op;

		if (op && op->kind != OP_JOIN && !(choice->enabled & BIT(i)))
			standstill_needless(i, choice->possible & BIT(i));
	}
}

/*
 * Who is in a call that must not wait: what it waits for on a condition others are to do. A mutex
 * that they hold for a moment is no such wait, nor is a semaphore, which may stand for one.
 */
static void forbid_hurried_waiting(void)
{
	for (int i = 0; i < engine.threads; i++) {
		const struct op *op = engine.thread[i].op;

		if (engine.thread[i].hurries && op && op->kind == OP_WAKE)
			standstill_hurried(i);
	}
}

/* Locks that wait by trying again. */
static void forbid_spin_locks(void)
{
	for (int i = 0; i < engine.threads; i++) {
		const struct op *op = engine.thread[i].op;

		if (op && op->spins && !op->ready(op, &engine.thread[i]))
			standstill_spins(i, 0);
	}
}

/* Who counts its looks may be about to sleep: it is to show that, undisturbed. */
static void leave_alone(struct choice *choice)
{
	int current = engine.current;

	if (current >= 0 && current < ENGINE_THREADS && choice->enabled & BIT(current) &&
	    idle_is_counting(&engine.thread[current].idle))
		choice->enabled = choice->possible = BIT(current);
}

static void count_preemption(const struct choice *choice, int actor)
{
	int current = choice->current;

	if (current >= 0 && current < ENGINE_THREADS && actor != current &&
	    actor < ENGINE_THREADS && choice->possible & BIT(current) &&
	    !op_pauses(engine.op[current]->kind))
		engine.run->preemptions++;
}

/* The companion's step: the wait is over, and the thread goes on when it is chosen. */
static void expire(struct thread *thread)
{
	thread->expired = true;
	record_step(thread->id + ENGINE_THREADS, &thread->expiry);
	idle_effect(true);
}

static int ask(const struct choice *choice)
{
	int actor = engine.oracle->choose(engine.oracle_memory, choice);

	if (actor == ORACLE_ABANDON)
		leave(ENGINE_ABANDONED);
	BUG_UNLESS(actor >= 0 && actor < ENGINE_ACTORS && choice->possible & BIT(actor));
	return actor;
}

static inline __attribute__((always_inline)) int take_step(const struct choice *choice)
{
	int actor;

	if (engine.run->steps >= engine.settings->most_steps)
		engine_fail(FAILURE_TOO_LONG, 0, NULL, "the schedule did not end within %lu steps",
			    engine.settings->most_steps);
	actor = ask(choice);
	count_preemption(choice, actor);
	engine.run->steps++;
	engine.steps_of[actor]++;
	engine.current = actor;
	return actor;
}

/* One decision. */
static int decide_once(void)
{
	struct choice choice = {
		.current = engine.current, .step = engine.run->steps, .op = engine.op};
	uint64_t chances;

	chances = survey(&choice);
	if (engine.settings->no_waiting)
		forbid_waiting(&choice);
	forbid_hurried_waiting();
	if (engine.settings->no_spinning)
		forbid_spin_locks();
	if (!(choice.possible & ~chances))
		tell_standstill(chances);
	if (!(choice.enabled & ~chances))
		judge_standstill(&choice, chances);
	if (engine.settings->no_spinning)
		leave_alone(&choice);
	return take_step(&choice);
}

/* The thread that takes the next step. */
static struct thread *decide(void)
{
	for (;;) {
		int actor = decide_once();

		if (actor < ENGINE_THREADS)
			return &engine.thread[actor];
		expire(&engine.thread[actor - ENGINE_THREADS]);
	}
}

/* ---- coroutines ---- */

/* Where coroutines switch. Waiting for another one's end is the scheduler's doing, too. */
static bool is_pause(const struct op *op)
{
	return op->kind == OP_PAUSE || (op->kind == OP_JOIN && !op->ready(op, engine.self));
}

static _Noreturn void cut(void)
{
	engine_fail(FAILURE_TOO_LONG, 0, NULL, "the schedule did not end within %lu visible steps",
		    engine.run->points);
}

/* No decision, but counted as one where a schedule is followed step by step. */
static void take_only_step(int actor)
{
	const struct choice choice = {.enabled = BIT(actor),
				      .possible = BIT(actor),
				      .current = engine.current,
				      .step = engine.run->steps,
				      .op = engine.op};

	if (engine.deciding_everywhere)
		take_step(&choice);
}

/* Nobody else can go on before the running coroutine's step is taken. */
static __attribute__((noinline)) struct thread *stay(struct thread *self, const struct op *op)
{
	engine.op[self->id] = op;
	if (engine.run->points >= engine.settings->most_points)
		cut();
	if (!is_enabled(self)) {
		if (op->by_chance || !can_expire(self))
			standstill_blocks_all(self->id);
		describe_expiry(self);
		take_only_step(self->id + ENGINE_THREADS);
		expire(self);
	}
	take_only_step(self->id);
	return self;
}

/* One after the other: whatever was done before happened before. */
static void hand_over(const struct thread *from, struct thread *to)
{
	if (engine.cooperative)
		vclock_join(&to->clock, &from->clock, engine.threads);
}

/* ---- what threads do ---- */

static void switch_to_thread(struct thread *self, struct thread *next)
{
	self->error_number = errno;
	engine.next = next;
	coro_yield();
	if (!engine.cooperative)
		errno = self->error_number;
}

/* The step of the running thread happens now. */
static void account(struct thread *self, const struct op *op)
{
	engine.op[self->id] = engine.op[self->id + ENGINE_THREADS] = NULL; /* pending no more */
	engine.pulse++;
	engine.run->points++;
	record_step(self->id, op);
	idle_effect(op->writes);
}

/* The running thread has come to `op`. */
static bool perform(struct thread *self, const struct op *op)
{
	struct thread *next;
	bool expired;

	self->op = op;
	if (engine.cooperative && !is_pause(op))
		next = stay(self, op);
	else
		next = decide();
	if (next != self) {
		hand_over(self, next);
		switch_to_thread(self, next);
	}
	expired = self->expired;
	self->expired = false;
	account(self, op);
	return expired;
}

static void watch_for_spinning(struct thread *self, const struct op *op)
{
	enum idle_round round = idle_look(self, &self->idle, op);

	if (round == IDLE_SAME)
		standstill_spins(self->id, 1);
	if (round == IDLE_COUNTED && self->idle.rounds == IDLE_ROUNDS)
		idle_cut_inexactly(); /* others do not come in between from now on */
	if (round == IDLE_COUNTED && self->idle.rounds >= MOST_LOOKS)
		standstill_spins(self->id, MOST_LOOKS);
}

static __attribute__((noinline)) bool arrive_watched(struct thread *self, const struct op *op)
{
	if (engine.settings->no_spinning) {
		watch_for_spinning(self, op);
		return false;
	}
	if (is_pause(op)) {
		idle_begin(&self->stretch);
		return idle_arrive(self, op);
	}
	if (idle_look(self, &self->stretch, op) == IDLE_SAME)
		standstill_never_pauses(self->id);
	return false;
}

/* `self` comes to `op`; true if it is to let others go on. */
static bool arrive(struct thread *self, const struct op *op)
{
	if (__builtin_expect(engine.watched, 0))
		return arrive_watched(self, op);
	return idle_arrive(self, op);
}

/* Of what belongs to the judge nothing is read or changed by those whom it judges. */
static void check_guard(const struct op *op)
{
	if (op->kind >= OP_READ && op->kind <= OP_ATOMIC_UPDATE &&
	    guard_forbids(op->object, op->size, op->pc))
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d %s {%p}, which belongs to the check and is none of its business",
			    engine.self->id, op_name(op->kind), op->object);
}

bool engine_perform(const struct op *op)
{
	record_values();
	check_guard(op);
	arrive(engine.self, op);
	return perform(engine.self, op);
}

void engine_access(const void *address, size_t size, bool writes, uintptr_t pc, const void *frame)
{
	const struct op op = {.kind = writes ? OP_WRITE : OP_READ,
			      .writes = writes,
			      .object = address,
			      .size = size,
			      .pc = pc,
			      .frame = frame};

	record_values();
	check_guard(&op);
	/* Who only repeats itself lets others go on, or a loop that waits would never end. */
	if (arrive(engine.self, &op) || engine.deciding_everywhere || race_is_racy(pc))
		perform(engine.self, &op);
	else if (engine.run->points >= engine.settings->most_points)
		cut();
	else
		account(engine.self, &op);
	race_access(address, size, writes ? ACCESS_WRITE : ACCESS_READ, pc);
}

void engine_no_effect(void)
{
	idle_no_effect();
}

void engine_hold_for(struct thread *holder, const void *lock, int change)
{
	holder->locks += change;
	idle_balance(lock, change);
}

void engine_hold(const void *lock, int change)
{
	engine_hold_for(engine.self, lock, change);
}

void engine_progress(void)
{
	idle_progress(engine.self);
}

void engine_result(int64_t result)
{
	record_result(result);
}

void engine_note(enum op_kind kind, const void *object, size_t size, const char *text, uintptr_t pc)
{
	record_note(engine.self->id, kind, object, size, text, pc);
}

void engine_acquire(const struct vclock *from)
{
	vclock_join(&engine.self->clock, from, engine.threads);
}

void engine_release(struct vclock *to)
{
	struct thread *self = engine.self;

	vclock_join(to, &self->clock, engine.threads);
	self->clock.at[self->id]++;
}

/* ---- threads ---- */

static bool is_anybody_left(void)
{
	for (int i = 0; i < engine.threads; i++)
		if (engine.thread[i].op)
			return true;
	return false;
}

/* When main has ended by itself, the last thread ends the process. */
static void end_of_thread(struct thread *self)
{
	self->op = NULL;
	if (!is_anybody_left())
		engine_exit(0);
	engine.next = decide();
	hand_over(self, engine.next);
}

void engine_end_thread(void)
{
	end_of_thread(engine.self);
	coro_yield();
	BUG("a thread goes on after its end");
}

#define STACK_REMAINS 4096

/*
 * What earlier schedules left on the stack lies between the frames of this one, and a loop counts as
 * waiting from when the stack does not change any more. If that is a failure, it must come at the
 * same step in a replay, which starts with an empty stack.
 */
static __attribute__((noinline)) void clear_stack(void)
{
	volatile char remains[STACK_REMAINS];

	for (size_t i = 0; i < sizeof remains; i++)
		remains[i] = 0;
}

/* A thread's coroutine serves one thread a schedule, for as long as none is left in the middle. */
static void thread_main(void *arg)
{
	struct thread *thread = arg;

	for (;;) {
		thread->stack_top = __builtin_frame_address(0);
		account(thread, thread->op);
		if (engine.settings->no_waiting || engine.watched)
			clear_stack();
		thread->body(thread->arg);
		end_of_thread(thread);
		thread->parked = true;
		coro_yield();
	}
}

static void give_coroutine(struct thread *thread)
{
	if (thread->coro && !thread->parked) {
		coro_destroy(thread->coro);
		thread->coro = NULL;
	}
	if (!thread->coro)
		thread->coro = coro_create_sized("thread", thread_main, thread, ENGINE_STACK_SIZE);
	if (!thread->coro)
		die_system("no memory for the stack of a thread");
	thread->parked = false;
}

/* Nobody else has a begin step to offer. */
static const struct op *first_step(struct thread *thread, uintptr_t pc)
{
	thread->expiry = (struct op){.kind = OP_BEGIN, .pc = pc};
	return &thread->expiry;
}

static struct thread *make_thread(void (*body)(void *), void *arg, uintptr_t pc)
{
	struct thread *thread = &engine.thread[engine.threads];

	give_coroutine(thread);
	thread->id = engine.threads++;
	thread->op = first_step(thread, pc);
	thread->expired = false;
	thread->locks = 0;
	thread->error_number = 0;
	thread->spurious = 0;
	thread->hurries = false;
	thread->body = body;
	thread->arg = arg;
	vclock_clear(&thread->clock);
	vclock_clear(&thread->acquired);
	vclock_clear(&thread->fenced);
	thread->clock.at[thread->id] = 1;
	engine.op[thread->id] = thread->op;
	engine.op[thread->id + ENGINE_THREADS] = NULL;
	idle_begin(&thread->idle);
	if (engine.cooperative)
		idle_begin(&thread->stretch);
	return thread;
}

void engine_hurry(bool hurries)
{
	engine.self->hurries = hurries;
}

struct thread *engine_spawn(void (*body)(void *), void *arg, uintptr_t pc)
{
	struct thread *thread;

	if (engine.threads == ENGINE_THREADS)
		return NULL;
	thread = make_thread(body, arg, pc);
	vclock_join(&thread->clock, &engine.self->clock, engine.threads);
	engine.self->clock.at[engine.self->id]++;
	return thread;
}

static void main_thread(void *unused)
{
	const struct op leave = {.kind = OP_EXIT, .writes = true};
	int status;

	(void)unused;
	status = engine.program->body(engine.program->arg);
	engine_perform(&leave); /* the others may go on before */
	engine_exit(status);
}

/* ---- one schedule ---- */

static void begin(void)
{
	for (int i = 0; i < engine.threads; i++)
		engine.steps_of[i] = engine.steps_of[i + ENGINE_THREADS] = 0;
	engine.threads = 0;
	engine.current = -1;
	engine.shared = NULL;
	memset(engine.run, 0, sizeof *engine.run);
	object_begin();
	race_begin(&engine.memory->races);
	guard_begin();
	idle_reset();
	record_begin(&engine.memory->schedule, engine.settings->trace, engine.run);
	if (engine.program->reset)
		engine.program->reset();
}

static void end(void)
{
	struct run_view view;

	engine.self = NULL;
	record_end();
	engine.run->inexact_cuts = idle_inexact_cuts();
	view = (struct run_view){.steps = engine.run->steps,
				 .steps_of = engine.steps_of,
				 .threads = engine.threads,
				 .op = engine.op,
				 .cut = engine.run->ending == ENGINE_CUT};
	engine.oracle->end(engine.oracle_memory, &view);
}

void engine_run(const struct engine_program *program, const struct engine_settings *settings,
		const struct oracle *oracle, void *oracle_memory, struct engine_memory *memory,
		struct engine_run *run)
{
	engine.program = program;
	engine.settings = settings;
	engine.oracle = oracle;
	engine.oracle_memory = oracle_memory;
	engine.memory = memory;
	engine.run = run;
	engine.deciding_everywhere = settings->every_point;
	engine.cooperative = settings->cooperative;
	engine.watched = settings->cooperative || settings->no_spinning;
	begin();
	/* The first decision is none: main begins. */
	engine.next = make_thread(main_thread, NULL, 0);
	engine.current = 0;
	while (engine.next) {
		engine.self = engine.next;
		coro_resume(engine.self->coro);
	}
	end();
}
