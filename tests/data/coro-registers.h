/*
 * coro-registers.h: does a call keep the registers it has to keep? Asked in assembly, because a
 * compiler would save them itself.
 *
 * registers_changed fills every callee-saved register with values made from `pattern`, calls
 * call(), and compares. Returns 0 when all came through. REGISTERS_KNOWN is 0 where nobody has
 * written it.
 */
#ifndef DATA_CORO_REGISTERS_H
#define DATA_CORO_REGISTERS_H

unsigned long registers_changed(void (*call)(void), unsigned long pattern);

#if defined(__x86_64__)
#define REGISTERS_KNOWN 1
#include "data/coro-registers-x86_64.h"
#elif defined(__aarch64__)
#define REGISTERS_KNOWN 1
#include "data/coro-registers-aarch64.h"
#else
#define REGISTERS_KNOWN 0
unsigned long registers_changed(void (*call)(void), unsigned long pattern)
{
	call();
	return pattern - pattern;
}
#endif

#endif
