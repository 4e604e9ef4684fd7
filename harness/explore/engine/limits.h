/* limits.h: the sizes that the explorer's parts agree on. */
#ifndef EXPLORE_ENGINE_LIMITS_H
#define EXPLORE_ENGINE_LIMITS_H

/* Threads that a program may create in one schedule, main included. */
#define ENGINE_THREADS 32

/*
 * Those who can be chosen: the threads, and for thread i its companion i + ENGINE_THREADS, whose
 * step is that the thread's timeout expires, or that it wakes up spuriously.
 */
#define ENGINE_ACTORS (2 * ENGINE_THREADS)

/* Bytes of a thread's stack, as glibc's default. */
#define ENGINE_STACK_SIZE ((size_t)8 * 1024 * 1024)

#endif
