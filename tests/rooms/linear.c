/*
 * linear.c: histories that can be explained, and twins that cannot; and the search against the
 * definition, on random histories.
 */
#include "suite.h"

#include "linear/linear.h"
#include "measure/stats.h"

#include <stdio.h>
#include <string.h>

/* A register: what is read is what was written last; 0 at first. */
enum { WRITE, READ };

static bool apply(void *state, const struct linear_call *call)
{
	int64_t *value = state;

	if (call->what == READ)
		return call->result == *value;
	*value = call->argument;
	return true;
}

static void describe(const struct linear_call *call, char *text, size_t size)
{
	snprintf(text, size, call->what == READ ? "read() = %d" : "write(%d)",
		 (int)(call->what == READ ? call->result : call->argument));
}

static const struct linear_model model = {sizeof(int64_t), apply, describe};
static struct linear_history history;

static void add(int worker, int what, int64_t value, unsigned long begun, unsigned long ended)
{
	history.call[history.count++] =
		(struct linear_call){worker, what, value, value, begun, ended};
}

static bool check(void)
{
	bool explained = linear_check(&history, &model);

	memset(&history, 0, sizeof history);
	return explained;
}

static void one_after_the_other(void)
{
	CU_ASSERT_TRUE(check());
	add(0, WRITE, 1, 1, 2);
	add(1, READ, 1, 3, 4);
	CU_ASSERT_TRUE(check());
	add(0, WRITE, 1, 1, 2);
	add(1, READ, 0, 3, 4); /* too old */
	CU_ASSERT_FALSE(check());
}

static void at_the_same_time(void)
{
	for (int64_t seen = 0; seen <= 2; seen++) {
		add(0, WRITE, 1, 1, 10);
		add(1, READ, seen, 2, 9);
		CU_ASSERT_EQUAL(check(), seen <= 1);
	}
	/* New, then old: no order explains both. */
	add(0, WRITE, 1, 1, 10);
	add(1, READ, 1, 2, 3);
	add(2, READ, 0, 4, 5);
	CU_ASSERT_FALSE(check());
	/* Of two that overlap, each order is as good. */
	add(0, WRITE, 1, 1, 10);
	add(1, READ, 1, 2, 5);
	add(2, READ, 0, 4, 6);
	CU_ASSERT_TRUE(check());
}

static void calls_that_never_end(void)
{
	add(0, WRITE, 1, 1, 0);
	add(1, READ, 1, 2, 3);
	CU_ASSERT_TRUE(check());
	add(0, WRITE, 1, 1, 0);
	add(1, READ, 0, 2, 3);
	CU_ASSERT_TRUE(check());
	add(0, WRITE, 1, 1, 0);
	add(1, READ, 1, 2, 3);
	add(1, READ, 0, 4, 5);
	CU_ASSERT_FALSE(check());
}

/* By the definition: some order that respects time, tried one after the other. */
static bool is_in_time(const int *order, int count)
{
	for (int i = 0; i < count; i++)
		for (int j = i + 1; j < count; j++)
			if (history.call[order[j]].ended < history.call[order[i]].begun)
				return false;
	return true;
}

static bool any_order(int *order, int fixed, int count)
{
	int64_t state = 0;

	if (fixed == count) {
		for (int i = 0; i < count; i++)
			if (!apply(&state, &history.call[order[i]]))
				return false;
		return is_in_time(order, count);
	}
	for (int i = fixed; i < count; i++) {
		int other = order[i];
		bool found;

		order[i] = order[fixed];
		order[fixed] = other;
		found = any_order(order, fixed + 1, count);
		order[fixed] = order[i];
		order[i] = other;
		if (found)
			return true;
	}
	return false;
}

static void make_random(uint64_t *random)
{
	int count = 2 + (int)(stats_random(random) % 4);

	for (int i = 0; i < count; i++) {
		unsigned long begun = 1 + stats_random(random) % 20;

		add(i, (int)(stats_random(random) % 2), (int64_t)(stats_random(random) % 3), begun,
		    begun + 1 + stats_random(random) % 8);
	}
}

static void search_agrees_with_definition(void)
{
	uint64_t random = 1;
	int explained = 0;

	for (int round = 0; round < 3000; round++) {
		int order[LINEAR_CALLS];
		bool expected;

		make_random(&random);
		for (int i = 0; i < history.count; i++)
			order[i] = i;
		expected = any_order(order, 0, history.count);
		explained += expected;
		CU_ASSERT_EQUAL(check(), expected);
	}
	CU_ASSERT_TRUE(explained > 300 && explained < 2700);
}

static void histories_are_told(void)
{
	char text[128];
	struct linear_call *call = linear_begin(&history, 0, WRITE, 3);

	linear_end(&history, linear_begin(&history, 1, READ, 0), 3);
	linear_end(&history, call, 0);
	linear_describe(&history, &model, text, sizeof text);
	CU_ASSERT_STRING_EQUAL(text, "T1 write(3) [1 to 4]; T2 read() = 3 [2 to 3]");
	CU_ASSERT_TRUE(check());
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"calls one after the other", one_after_the_other},
		{"calls at the same time", at_the_same_time},
		{"calls that never end", calls_that_never_end},
		{"the search agrees with the definition, 3,000 times",
		 search_agrees_with_definition},
		{"histories are told", histories_are_told},
		CU_TEST_INFO_NULL,
	};

	return suite_run("linear", tests, argc, argv);
}
