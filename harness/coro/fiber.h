/*
 * fiber.h: tells the sanitizers that a switch is a switch and not a wild jump of the stack pointer.
 *
 * This is the one place of the room that knows how it was compiled. Each of the three versions has
 * a struct fiber, a part of every stack, and these functions:
 *
 *   fiber_open     a stack was mapped          fiber_close    it is about to be unmapped
 *   fiber_begin    a coroutine begins on it    fiber_end      it is gone, ended or abandoned
 *
 * and for one switch into a coroutine and back, in this order:
 *
 *   fiber_enter    on the resumer's stack, before      fiber_entered  on the coroutine's, after
 *   fiber_leave    on the coroutine's, before          fiber_left     on the resumer's, after
 *
 * FIBER_CAN_PARK says whether the first frame of an ended coroutine can serve the next one, and
 * FIBER_RACES_SHOW whether races between threads inside coroutines are reported (for the tests).
 */
#ifndef CORO_FIBER_H
#define CORO_FIBER_H

#ifndef __has_feature
#define __has_feature(x) 0 /* gcc has macros instead */
#endif

#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#include "coro/fiber_tsan.h"
#elif defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include "coro/fiber_asan.h"
#else
#include "coro/fiber_none.h"
#endif

#endif
