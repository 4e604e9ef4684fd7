/* linear.c: see linear.h. */
#include "linear/linear.h"

#include "base/die.h"

#include <stdio.h>
#include <string.h>

#define BIT(i) (UINT32_C(1) << (i))

struct linear_call *linear_begin(struct linear_history *history, int worker, int what,
				 int64_t argument)
{
	struct linear_call *call;

	if (history->step)
		history->step(false);
	BUG_UNLESS(history->count < LINEAR_CALLS);
	call = &history->call[history->count++];
	*call = (struct linear_call){worker, what, argument, 0, ++history->now, 0};
	return call;
}

void linear_hurry(const struct linear_history *history, bool hurries)
{
	if (history->hurry)
		history->hurry(hurries);
}

void linear_end(struct linear_history *history, struct linear_call *call, int64_t result)
{
	if (history->step)
		history->step(true);
	call->result = result;
	call->ended = ++history->now;
}

/* It may come first among those that are left: none of them had ended before it began. */
static bool may_be_first(const struct linear_history *history, uint32_t left, int first)
{
	for (int i = 0; i < history->count; i++) {
		const struct linear_call *other = &history->call[i];

		if (left & BIT(i) && other->ended && other->ended < history->call[first].begun)
			return false;
	}
	return true;
}

static bool all_open(const struct linear_history *history, uint32_t left)
{
	for (int i = 0; i < history->count; i++)
		if (left & BIT(i) && history->call[i].ended)
			return false;
	return true;
}

static bool explain(const struct linear_history *history, const struct linear_model *model,
		    uint32_t left, const void *state)
{
	_Alignas(16) unsigned char next[LINEAR_STATE];

	if (all_open(history, left))
		return true;
	for (int i = 0; i < history->count; i++) {
		if (!(left & BIT(i)) || !may_be_first(history, left, i))
			continue;
		memcpy(next, state, model->size);
		if (model->apply(next, &history->call[i]) &&
		    explain(history, model, left & ~BIT(i), next))
			return true;
	}
	return false;
}

bool linear_check(const struct linear_history *history, const struct linear_model *model)
{
	_Alignas(16) unsigned char state[LINEAR_STATE] = {0};
	uint32_t all = (uint32_t)((UINT64_C(1) << history->count) - 1);

	BUG_UNLESS(model->size <= LINEAR_STATE);
	return explain(history, model, all, state);
}

void linear_describe(const struct linear_history *history, const struct linear_model *model,
		     char *text, size_t size)
{
	size_t length = 0;

	*text = '\0';
	for (int i = 0; i < history->count && length < size; i++) {
		const struct linear_call *call = &history->call[i];
		char what[64];

		model->describe(call, what, sizeof what);
		length += (size_t)snprintf(text + length, size - length, "%sT%d %s [%lu to %lu]",
					   i ? "; " : "", call->worker + 1, what, call->begun,
					   call->ended);
	}
}
