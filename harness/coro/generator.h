/*
 * generator.h: a coroutine that hands out values one at a time.
 *
 *   static void squares(struct generator *g, void *arg)
 *   {
 *           for (intptr_t i = 0; i < (intptr_t)arg; i++)
 *                   generator_yield(g, (void *)(i * i));
 *   }
 *
 *   struct generator *g = generator_create("squares", squares, (void *)5);
 *   for (void *value; generator_next(g, &value); )
 *           printf("%ld\n", (long)(intptr_t)value);
 *   generator_destroy(g);
 */
#ifndef CORO_GENERATOR_H
#define CORO_GENERATOR_H

#include <stdbool.h>

struct generator;

typedef void generator_body(struct generator *generator, void *arg);

/* A generator that has not started yet; NULL with errno ENOMEM. */
struct generator *generator_create(const char *name, generator_body *body, void *arg);

/* Run to the next yield. Returns true and its value in *value, or false once the body ended. */
bool generator_next(struct generator *generator, void **value);

/*
 * Inside the body: hand out `value` and pause until the next one is asked for. Must be called by
 * the generator's own coroutine (else BUG): a generator that uses another hands its values on.
 */
void generator_yield(struct generator *generator, void *value);

/* Free it, ended or not (then its body never goes on). Not from inside its body (else BUG). */
void generator_destroy(struct generator *generator);

#endif
