/*
 * yields.h: adversarial yields (yields.c), switched on before main.
 */
#ifndef TSAN_YIELDS_H
#define TSAN_YIELDS_H

/*
 * Read the seed from the environment. inside.c calls it at program start, and by that name brings
 * yields.c into every program that hears of reports: in newer clangs (seen in 22) ThreadSanitizer's
 * runtime has weak hooks of its own, for which no linker looks into our library.
 */
void yields_start(void);

#endif
