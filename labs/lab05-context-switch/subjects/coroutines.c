/* coroutines.c: parties in one thread that pause for each other: no kernel takes part (turns.h). */
#include "subjects/turns.h"

#include "base/die.h"
#include "coro/coro.h"
#include "coro/generator.h"
#include "measure/clock.h"

#include <errno.h>
#include <sys/mman.h>
#include <ucontext.h>

#define STACK_BYTES ((size_t)64 * 1024)

/* ---- coroutine --------------------------------------------------------------------------- */

static void pause_forever(void *arg)
{
	for (;;) {
		walk_go(arg);
		coro_yield();
	}
}

static void resume(void *other)
{
	coro_resume(other);
}

void turns_coroutine(const struct lab_question *question, struct lab_sample *sample)
{
	struct taken taken = {0};
	struct walk walk[2];
	struct coro *other;
	unsigned long switches;

	if (!walk_open(walk, question->parameter, sample))
		return;
	other = coro_create("the other party", pause_forever, &walk[1]);
	if (!other)
		die_system("cannot make a coroutine");
	coro_resume(other);
	switches = coro_switches();
	take_turns(walk, question->count, resume, other, &taken);
	taken.voluntary = (double)(coro_switches() - switches);
	turns_fill(question, &taken, sample);
	coro_destroy(other);
	walk_close(walk);
}

/* ---- generator --------------------------------------------------------------------------- */

static void hand_out(struct generator *generator, void *arg)
{
	for (;;) {
		walk_go(arg);
		generator_yield(generator, arg);
	}
}

static void ask_generator(void *other)
{
	void *value;

	generator_next(other, &value);
}

void turns_generator(const struct lab_question *question, struct lab_sample *sample)
{
	struct taken taken = {0};
	struct walk walk[2];
	struct generator *other;
	unsigned long switches;

	if (!walk_open(walk, question->parameter, sample))
		return;
	other = generator_create("the other party", hand_out, &walk[1]);
	if (!other)
		die_system("cannot make a generator");
	ask_generator(other);
	switches = coro_switches();
	take_turns(walk, question->count, ask_generator, other, &taken);
	taken.voluntary = (double)(coro_switches() - switches);
	turns_fill(question, &taken, sample);
	generator_destroy(other);
	walk_close(walk);
}

/* ---- ucontext ---------------------------------------------------------------------------- */

/* makecontext takes no pointers. */
static struct {
	ucontext_t here, there;
	const struct walk *walk;
	unsigned long switches;
} duet;

static void swap(ucontext_t *from, ucontext_t *to)
{
	duet.switches++;
	if (swapcontext(from, to) != 0)
		die_system("cannot switch by swapcontext");
}

static void take_turns_by_ucontext(void)
{
	for (;;) {
		walk_go(duet.walk);
		swap(&duet.there, &duet.here);
	}
}

static void *prepare_context(void)
{
	void *stack =
		mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (stack == MAP_FAILED || getcontext(&duet.there) != 0)
		die_system("cannot make a context");
	duet.there.uc_stack.ss_sp = stack;
	duet.there.uc_stack.ss_size = STACK_BYTES;
	duet.there.uc_link = NULL;
	makecontext(&duet.there, take_turns_by_ucontext, 0);
	return stack;
}

static void swap_there(void *unused)
{
	(void)unused;
	swap(&duet.here, &duet.there);
}

void turns_ucontext(const struct lab_question *question, struct lab_sample *sample)
{
	struct taken taken = {0};
	struct walk walk[2];
	void *stack;

	if (!walk_open(walk, question->parameter, sample))
		return;
	stack = prepare_context();
	duet.walk = &walk[1];
	swap(&duet.here, &duet.there);
	duet.switches = 0;
	take_turns(walk, question->count, swap_there, NULL, &taken);
	taken.voluntary = (double)duet.switches;
	turns_fill(question, &taken, sample);
	if (munmap(stack, STACK_BYTES) != 0)
		die_system("cannot unmap a stack");
	walk_close(walk);
}
