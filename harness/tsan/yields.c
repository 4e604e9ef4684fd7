/*
 * yields.c: adversarial yields: a program built for them gives the processor away now and then just
 * before it loads or stores, so that a few runs under ThreadSanitizer meet more interleavings.
 *
 * ThreadSanitizer judges the order of a run by its synchronization. Left alone, a short thread is
 * over before the next begins, and a lock that both happened to take in between hides their race.
 * Compile what is to yield with -fsanitize-coverage=func,trace-loads,trace-stores (clang 14 or newer);
 * each of its loads and stores then calls here. INTERLEAVE_YIELDS=SEED in the environment, of 1 or
 * more, switches it on. What is drawn depends on the seed, on which thread it is, and on how often the
 * program has forked: each run of a variant is in a process of its own, and is another one.
 */
#include "tsan/yields.h"

#include "tsan/inside.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define YIELD_EVERY 16
#define NAP_EVERY 256
#define NAP_NS 20000
/* After so many of them they come half as often, and so on: long runs must come to an end. */
#define YIELDS 4096
#define NAPS 256

static uint64_t seed; /* 0: off */
static uint64_t forks;

static _Thread_local uint64_t state;
static _Thread_local unsigned yields, naps;

INSIDE_RAW static void count_fork(void)
{
	forks++;
	state = 0; /* the child's main thread begins anew */
	yields = naps = 0;
}

void yields_start(void)
{
	const char *text = getenv("INTERLEAVE_YIELDS");

	seed = text ? strtoull(text, NULL, 10) * UINT64_C(0x9E3779B97F4A7C15) : 0;
	if (seed)
		(void)pthread_atfork(count_fork, NULL, NULL);
}

/* xorshift64* (Vigna, 2016). The kernel numbers the threads of a process in the order of their birth. */
INSIDE_RAW static uint64_t draw(void)
{
	if (state == 0)
		state = seed ^ (forks << 40) ^
			((uint64_t)syscall(SYS_gettid) - (uint64_t)getpid() + 1) << 17;
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * UINT64_C(0x2545F4914F6CDD1D) >> 33;
}

/* System calls by number: what ThreadSanitizer intercepts could be taken for synchronization. */
INSIDE_RAW static void maybe_yield(void)
{
	const struct timespec nap = {0, NAP_NS};
	uint64_t number;

	if (seed == 0)
		return;
	number = draw();
	if (number % ((uint64_t)NAP_EVERY << naps / NAPS) == 0) {
		naps++;
		(void)syscall(SYS_nanosleep, &nap, NULL);
	} else if (number % ((uint64_t)YIELD_EVERY << yields / YIELDS) == 0) {
		yields++;
		(void)syscall(SYS_sched_yield);
	}
}

/* What -fsanitize-coverage=trace-loads,trace-stores calls, by size. */
#define HOOK(name)                          \
	void name(void *address);           \
	INSIDE_RAW void name(void *address) \
	{                                   \
		(void)address;              \
		maybe_yield();              \
	}

HOOK(__sanitizer_cov_load1)
HOOK(__sanitizer_cov_load2)
HOOK(__sanitizer_cov_load4)
HOOK(__sanitizer_cov_load8)
HOOK(__sanitizer_cov_load16)
HOOK(__sanitizer_cov_store1)
HOOK(__sanitizer_cov_store2)
HOOK(__sanitizer_cov_store4)
HOOK(__sanitizer_cov_store8)
HOOK(__sanitizer_cov_store16)
