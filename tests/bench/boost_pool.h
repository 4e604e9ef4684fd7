/* boost_pool.h: boost.context's side of coro_vs_boost.c, callable from C. */
#ifndef BENCH_BOOST_POOL_H
#define BENCH_BOOST_POOL_H

#ifdef __cplusplus
extern "C" {
#endif

/* Switch `count` times (an even number) between two contexts with jump_fcontext. */
void boost_switch(long count);

/* `count` times: a fiber on a pooled stack of `stack_size` bytes, run to its end and freed. */
void boost_create(long count, unsigned long stack_size);

#ifdef __cplusplus
}
#endif

#endif
