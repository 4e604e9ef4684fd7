/*
 * relax.h: what a processor is told between two looks at a word that somebody else will change.
 *
 *   while (!done(...))
 *           relax();
 *
 * It saves power, leaves the core to its other hyper-thread, and spares the pipeline from flushing
 * guesses when the word changes at last. It never gives the processor to another thread.
 */
#ifndef LAB04_LOCKS_RELAX_H
#define LAB04_LOCKS_RELAX_H

static inline void relax(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("isb" ::: "memory"); /* `yield` does nothing on most cores; this waits */
#endif
}

#endif
