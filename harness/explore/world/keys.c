/* keys.c: values that each thread has for itself, by key (POSIX and C11). See world.h. */
#include "explore/world/world_base.h"

#include "explore/engine/engine.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#define KEYS 1024 /* glibc's PTHREAD_KEYS_MAX */
#define ROUNDS PTHREAD_DESTRUCTOR_ITERATIONS
#define OUTSIDE ENGINE_THREADS /* whose values are those set before the schedule */

/* Numbers are not given anew within a schedule, so that they hardly depend on it. */
static struct {
	unsigned count;
	unsigned permanent; /* made before any schedule: they stay */
	struct {
		bool exists;
		void (*destructor)(void *);
	} key[KEYS];
	void *value[ENGINE_THREADS + 1][KEYS];
} keys;

void keys_reset(void)
{
	/* Most programs have none; and clearing 0 bytes of pages not there yet is slow on x86. */
	for (int id = 0; id < ENGINE_THREADS && keys.count > 0; id++)
		memset(keys.value[id], 0, keys.count * sizeof keys.value[id][0]);
	memcpy(keys.value[0], keys.value[OUTSIDE], keys.permanent * sizeof keys.value[0][0]);
	keys.count = keys.permanent;
	for (unsigned i = 0; i < keys.permanent; i++)
		keys.key[i].exists = true;
}

static void **values_of_self(void)
{
	return keys.value[engine_self() ? engine_identity() : OUTSIDE];
}

/* Returns an error number. */
static int create(unsigned *number, void (*destructor)(void *), struct place place)
{
	if (keys.count == KEYS)
		return EAGAIN;
	world_touch(number, sizeof *number, true, place.pc, place.frame);
	*number = keys.count++;
	keys.key[*number].exists = true;
	keys.key[*number].destructor = destructor;
	if (engine_self())
		engine_progress();
	else
		keys.permanent = keys.count;
	return 0;
}

static bool exists(unsigned key)
{
	return key < keys.count && keys.key[key].exists;
}

static int set(unsigned key, const void *value)
{
	if (!exists(key))
		return EINVAL;
	values_of_self()[key] = (void *)(uintptr_t)value;
	if (engine_self())
		engine_progress();
	return 0;
}

static void *get(unsigned key)
{
	return exists(key) ? values_of_self()[key] : NULL;
}

static int forget(unsigned key)
{
	if (!exists(key))
		return EINVAL;
	keys.key[key].exists = false;
	return 0;
}

/* Returns whether a destructor ran, which may have set values anew. */
static bool run_destructors(void **values)
{
	bool ran = false;

	for (unsigned key = 0; key < keys.count; key++) {
		void *value = values[key];

		if (!value || !exists(key) || !keys.key[key].destructor)
			continue;
		values[key] = NULL;
		keys.key[key].destructor(value);
		ran = true;
	}
	return ran;
}

/* Values of a coroutine are those of its OS thread, which goes on. */
void keys_end_thread(void)
{
	void **values = values_of_self();

	if (engine_identity() != engine_self()->id)
		return;
	for (int round = 0; round < ROUNDS; round++)
		if (!run_destructors(values))
			break;
}

int world_pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
	return create(key, destructor, PLACE_HERE);
}

int world_pthread_key_delete(pthread_key_t key)
{
	return forget(key);
}

void *world_pthread_getspecific(pthread_key_t key)
{
	return get(key);
}

int world_pthread_setspecific(pthread_key_t key, const void *value)
{
	return set(key, value);
}

int world_tss_create(tss_t *key, tss_dtor_t destructor)
{
	return create(key, destructor, PLACE_HERE) == 0 ? thrd_success : thrd_error;
}

void world_tss_delete(tss_t key)
{
	forget(key);
}

void *world_tss_get(tss_t key)
{
	return get(key);
}

int world_tss_set(tss_t key, void *value)
{
	return set(key, value) == 0 ? thrd_success : thrd_error;
}
