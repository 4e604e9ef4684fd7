/* coro_boost.h: boost.context's side of coro_vs_peers.c, callable from C. */
#ifndef BENCH_CORO_BOOST_H
#define BENCH_CORO_BOOST_H

#ifdef __cplusplus
extern "C" {
#endif

/* Switch `count` times (an even number) between two contexts with jump_fcontext. */
void boost_switch(long count);

/* `count` times: a fiber on a pooled stack of `stack_size` bytes, run to its end and freed. */
void boost_create(long count, unsigned long stack_size);

/* `count` resumptions of that many fibers in turn, each of which suspends itself at once. */
void boost_round(long count, int fibers, unsigned long stack_size);

#ifdef __cplusplus
}
#endif

#endif
