/*
 * wait.c: spin, sleep, or first one and then the other (see wait.h).
 *
 * No wake-up is lost: the waiter says that it sleeps and then looks at the word once more; the other
 * changes the word and then looks whether somebody sleeps. With a full fence in between on both
 * sides, one of the two sees the other (Dekker's argument); and the kernel puts nobody to sleep
 * whose `asleep` is not 1 any more.
 *
 * How long to spin: a wake-up costs some microseconds, so about as long. If the other one was last
 * seen on our own core, not at all: it cannot run while we spin. (Ousterhout's two-phase waiting, 1982.)
 */
#include "wait.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SPINS 4000
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
	int cpu;

	if (is(word, wanted))
		return true;
	if (policy == SPSC_SPIN)
		return spin_on(channel, word, wanted);
	if (policy == SPSC_SPIN_FUTEX) {
		cpu = sched_getcpu() + 1;
		atomic_store_explicit(&own->cpu, cpu, memory_order_relaxed);
		if (atomic_load_explicit(&other->cpu, memory_order_relaxed) != cpu &&
		    spin(word, wanted, SPINS))
			return true;
	}
	return sleep_until(channel, word, wanted, own);
}

void wait_wake(struct spsc_side *other)
{
	/* After the change of the word: see above. */
	atomic_thread_fence(memory_order_seq_cst);
	if (!atomic_load_explicit(&other->asleep, memory_order_relaxed))
		return;
	/* Only one of several wakers shall pay for the call. */
	if (atomic_exchange(&other->asleep, 0))
		syscall(SYS_futex, &other->asleep, FUTEX_WAKE, 1, NULL, NULL, 0);
}
