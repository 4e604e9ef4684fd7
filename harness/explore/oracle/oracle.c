/* oracle.c: the strategies there are (see engine/oracle.h). */
#include "explore/engine/oracle.h"

#include <string.h>

static const struct oracle *const oracles[] = {
	&oracle_random, &oracle_urw,  &oracle_pct,    &oracle_pos,
	&oracle_dfs,	&oracle_dpor, &oracle_replay,
};

#define COUNT (sizeof oracles / sizeof *oracles)

const struct oracle *oracle_at(size_t index)
{
	return index < COUNT ? oracles[index] : NULL;
}

const struct oracle *oracle_find(const char *name)
{
	for (size_t i = 0; i < COUNT; i++)
		if (strcmp(oracles[i]->name, name) == 0)
			return oracles[i];
	return NULL;
}

int oracle_random_actor(uint64_t *state, uint64_t mask)
{
	uint32_t skip;

	if (!(mask & (mask - 1))) /* no choice, as often */
		return __builtin_ctzll(mask);
	skip = oracle_random_below(state, (uint32_t)__builtin_popcountll(mask));
	while (skip-- > 0)
		mask &= mask - 1;
	return __builtin_ctzll(mask);
}
