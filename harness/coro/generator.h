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

/* Inside the body: hand out `value` and pause until the next one is asked for. */
void generator_yield(struct generator *generator, void *value);

/* Free it, ended or not. */
void generator_destroy(struct generator *generator);

#endif
