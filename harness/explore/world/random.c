/*
 * random.c: pseudo-random numbers, the same under every schedule (see world.h).
 *
 * Each thread draws from a sequence of its own: with a common one, what a thread draws would depend
 * on who drew before, and steps that commute would not.
 */
#include "explore/world/world_base.h"

#include "explore/engine/engine.h"

#include <stdlib.h>
#include <string.h>

static struct {
	uint64_t seed; /* of threads that have not drawn yet */
	bool seeded[ENGINE_THREADS];
	uint64_t state[ENGINE_THREADS];
} sequences;

void random_reset(void)
{
	sequences.seed = 1;
	memset(sequences.seeded, 0, sizeof sequences.seeded);
}

/* Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014): mix64. */
static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint64_t draw(void)
{
	int id = engine_self()->id;

	if (!sequences.seeded[id]) {
		sequences.seeded[id] = true;
		sequences.state[id] = mix(sequences.seed + (uint64_t)id);
	}
	engine_progress();
	return mix(sequences.state[id] += UINT64_C(0x9e3779b97f4a7c15));
}

static void seed_all(uint64_t seed)
{
	sequences.seed = seed;
	sequences.seeded[engine_self()->id] = false;
	engine_progress();
}

int world_rand(void)
{
	return engine_self() ? (int)(draw() >> 33) : rand();
}

void world_srand(unsigned seed)
{
	if (engine_self())
		seed_all(seed);
	else
		srand(seed);
}

int world_rand_r(unsigned *seed)
{
	struct place place = PLACE_HERE;

	world_touch(seed, sizeof *seed, true, place.pc, place.frame);
	return rand_r(seed);
}

long world_random(void)
{
	return engine_self() ? (long)(draw() >> 33) : random();
}

void world_srandom(unsigned seed)
{
	if (engine_self())
		seed_all(seed);
	else
		srandom(seed);
}

double world_drand48(void)
{
	return engine_self() ? (double)(draw() >> 16) / (double)(UINT64_C(1) << 48) : drand48();
}

long world_lrand48(void)
{
	return engine_self() ? (long)(draw() >> 33) : lrand48();
}

long world_mrand48(void)
{
	return engine_self() ? (long)(int32_t)(draw() >> 32) : mrand48();
}

void world_srand48(long seed)
{
	if (engine_self())
		seed_all((uint64_t)seed);
	else
		srand48(seed);
}
