/* generator.c: a coroutine that hands out values (see generator.h). */
#include "coro/generator.h"

#include "base/die.h"
#include "coro/coro.h"

#include <stdlib.h>

struct generator {
	struct coro *coro;
	generator_body *body;
	void *arg;
	void *value; /* on its way from generator_yield to generator_next */
};

static void run(void *arg)
{
	struct generator *generator = arg;

	generator->body(generator, generator->arg);
}

struct generator *generator_create(const char *name, generator_body *body, void *arg)
{
	struct generator *generator = malloc(sizeof *generator);

	if (!generator)
		return NULL;
	generator->body = body;
	generator->arg = arg;
	generator->coro = coro_create(name, run, generator);
	if (!generator->coro) {
		free(generator);
		return NULL;
	}
	return generator;
}

bool generator_next(struct generator *generator, void **value)
{
	if (coro_is_done(generator->coro))
		return false;
	coro_resume(generator->coro);
	if (coro_is_done(generator->coro))
		return false;
	*value = generator->value;
	return true;
}

void generator_yield(struct generator *generator, void *value)
{
	BUG_UNLESS(coro_running() == generator->coro);
	generator->value = value;
	coro_yield();
}

void generator_destroy(struct generator *generator)
{
	coro_destroy(generator->coro);
	free(generator);
}
