/*
 * futex.h: sleep until a word changes, and wake who sleeps on it (Franke, Russell, Kirkwood, "Fuss,
 * Futexes and Furwocks: Fast Userlevel Locking in Linux", Ottawa Linux Symposium 2002).
 *
 * Without FUTEX_PRIVATE_FLAG, so that the word may lie in memory that processes share: the kernel
 * finds sleepers by the page, not by the address.
 */
#ifndef LAB04_LOCKS_FUTEX_H
#define LAB04_LOCKS_FUTEX_H

#include "base/die.h"

#include <errno.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * Sleep if *word still is `expected`; the kernel looks again under its own lock, so a wake between
 * our look and our sleep is not lost. May return for no reason: look again.
 */
static inline void futex_wait(_Atomic unsigned *word, unsigned expected)
{
	if (syscall(SYS_futex, word, FUTEX_WAIT, expected, NULL, NULL, 0) != 0 && errno != EAGAIN &&
	    errno != EINTR)
		die_system("futex_wait");
}

/* Wake up to `count` of those who sleep on the word. */
static inline void futex_wake(_Atomic unsigned *word, int count)
{
	if (syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0) < 0)
		die_system("futex_wake");
}

#endif
