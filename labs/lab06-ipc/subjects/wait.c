/*
 * wait.c: spin, sleep, or first one and then the other (see wait.h).
 *
 * No wake-up is lost: the waiter says that it sleeps and then looks at the word once more; the other
 * changes the word and then looks whether somebody sleeps. With a full fence in between on both
 * sides, one of the two sees the other (Dekker's argument); and the kernel puts nobody to sleep
 * whose `asleep` is not 1 any more.
 *
 * How long to spin: about as long as a wake-up costs, some tens of microseconds, so that waiting
 * costs at most twice what it must (two-phase waiting: Ousterhout 1982; Karlin, Li, Manasse, Owicki
 * 1991). If the other one was last seen on our own core, it cannot run while we spin: let it run, by
 * a yield, which is cheaper than to sleep and be woken.
 */
#include "wait.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SPINS 1000
#define YIELDS 20
#define LOOK_EVERY 500000 /* spins */
#define LOOK_EVERY_NS 50000000

static bool is(atomic_uint *word, unsigned wanted)
{
	return atomic_load_explicit(word, memory_order_acquire) == wanted;
}

static bool spin(atomic_uint *word, unsigned wanted, long times)
{
	for (long i = 0; i < times; i++) {
		if (is(word, wanted))
			return true;
		spsc_relax();
	}
	return false;
}

/* Written only when it changes, so that the line stays shared. */
static int note_cpu(struct spsc_side *own)
{
	int cpu = sched_getcpu() + 1;

	if (atomic_load_explicit(&own->cpu, memory_order_relaxed) != cpu)
		atomic_store_explicit(&own->cpu, cpu, memory_order_relaxed);
	return cpu;
}

static bool yield(atomic_uint *word, unsigned wanted)
{
	for (int i = 0; i < YIELDS; i++) {
		sched_yield();
		if (is(word, wanted))
			return true;
	}
	return false;
}

/* The first phase of two. */
static bool try_to_see(atomic_uint *word, unsigned wanted, struct spsc_side *own,
		       const struct spsc_side *other)
{
	if (atomic_load_explicit(&other->cpu, memory_order_relaxed) == note_cpu(own))
		return yield(word, wanted);
	return spin(word, wanted, SPINS);
}

static bool has_gone(struct channel *channel)
{
	if (channel_peer_lives(channel))
		return false;
	channel_fail(channel, "the other process has gone");
	return true;
}

static bool spin_on(struct channel *channel, atomic_uint *word, unsigned wanted)
{
	while (!spin(word, wanted, LOOK_EVERY))
		if (has_gone(channel))
			return is(word, wanted);
	return true;
}

static bool sleep_until(struct channel *channel, atomic_uint *word, unsigned wanted,
			struct spsc_side *own)
{
	const struct timespec patience = {.tv_nsec = LOOK_EVERY_NS};

	for (;;) {
		atomic_store(&own->asleep, 1); /* seq_cst: before the look at the word */
		atomic_thread_fence(memory_order_seq_cst);
		if (is(word, wanted))
			break;
		if (syscall(SYS_futex, &own->asleep, FUTEX_WAIT, 1, &patience, NULL, 0) != 0 &&
		    errno == ETIMEDOUT && has_gone(channel))
			return is(word, wanted);
		if (is(word, wanted))
			break;
	}
	atomic_store_explicit(&own->asleep, 0, memory_order_relaxed);
	return true;
}

bool wait_until(struct channel *channel, atomic_uint *word, unsigned wanted, struct spsc_side *own,
		const struct spsc_side *other)
{
	enum spsc_policy policy = (enum spsc_policy)channel->ops->policy;

	if (is(word, wanted))
		return true;
	if (policy == SPSC_SPIN)
		return spin_on(channel, word, wanted);
	if (policy == SPSC_SPIN_FUTEX && try_to_see(word, wanted, own, other))
		return true;
	return sleep_until(channel, word, wanted, own);
}

void wait_wake(struct spsc_side *own, struct spsc_side *other)
{
	note_cpu(own);
	/* After the change of the word: see above. */
	atomic_thread_fence(memory_order_seq_cst);
	if (!atomic_load_explicit(&other->asleep, memory_order_relaxed))
		return;
	/* Only one of several wakers shall pay for the call. */
	if (atomic_exchange(&other->asleep, 0))
		syscall(SYS_futex, &other->asleep, FUTEX_WAKE, 1, NULL, NULL, 0);
}
