/*
 * explore_text.c: tests of schedule strings, of expressions found in lines of C, and of what code
 * may touch.
 */
#include "suite.h"

#include "base/die.h"
#include "explore/engine/guard.h"
#include "explore/explore.h"
#include "explore/show/expression.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- schedule strings ---- */

static struct schedule schedule, parsed;

static void add_segment(uint32_t actor, uint32_t count)
{
	schedule.at[schedule.count++] = (struct segment){actor, count};
}

static void comes_back(const char *expected)
{
	static char string[EXPLORE_STRING];

	CU_ASSERT_TRUE_FATAL(explore_format_schedule(&schedule, string, sizeof string));
	CU_ASSERT_STRING_EQUAL(string, expected);
	CU_ASSERT_TRUE_FATAL(explore_parse_schedule(string, &parsed));
	CU_ASSERT_EQUAL(parsed.fingerprint, explore_fold_fingerprint(schedule.fingerprint));
	CU_ASSERT_EQUAL_FATAL(parsed.count, schedule.count);
	CU_ASSERT_EQUAL(memcmp(parsed.at, schedule.at, schedule.count * sizeof *schedule.at), 0);
}

static void strings_come_back(void)
{
	memset(&schedule, 0, sizeof schedule);
	add_segment(0, 4);
	comes_back("v1-aaaa-0x4");
	add_segment(1, 7);
	add_segment(33, 1);
	schedule.fingerprint = 1;
	comes_back("v1-aaab-0x4_1x7_33x1");
	add_segment(63, UINT32_MAX);
	schedule.fingerprint = UINT32_MAX;
	comes_back("v1-74aa-0x4_1x7_33x1_63x4294967295");
}

static void long_strings_do_not_fit(void)
{
	char string[32];

	memset(&schedule, 0, sizeof schedule);
	for (int i = 0; i < 5; i++)
		add_segment(1, 1000);
	CU_ASSERT_FALSE(explore_format_schedule(&schedule, string, sizeof string));
	CU_ASSERT_FALSE(explore_format_schedule(&schedule, string, 1));
	schedule.count = 1;
	CU_ASSERT_TRUE(explore_format_schedule(&schedule, string, sizeof string));
	schedule.overflowed = true;
	CU_ASSERT_FALSE(explore_format_schedule(&schedule, string, sizeof string));
}

static void malformed_strings_are_refused(void)
{
	static const char *const strings[] = {
		"",
		"v",
		"v1",
		"v1-",
		"v2-aaaa-0x4",
		"V1-aaaa-0x4",
		"v1-aaa-0x4",
		"v1-aaaaa-0x4",
		"v1-aaa1-0x4",
		"v1-AAAA-0x4",
		"v1-aaaa",
		"v1-aaaa-",
		"v1-aaaa_0x4",
		"v1-aaaa-0",
		"v1-aaaa-0x",
		"v1-aaaa-x4",
		"v1-aaaa-0x0",
		"v1-aaaa-64x1",
		"v1-aaaa-0x4_",
		"v1-aaaa-0x4__1x1",
		"v1-aaaa-_0x4",
		"v1-aaaa-0x4 ",
		"v1-aaaa-0x4_1x1\n",
		" v1-aaaa-0x4",
		"v1-aaaa-+0x4",
		"v1-aaaa-0x-4",
		"v1-aaaa-0x 4",
		"v1-aaaa-0x4294967296",
		"v1-aaaa-0x99999999999999999999999999",
		"v1-aaaa-18446744073709551616x1",
		"v1-aaaa-0X4",
		"v1-aaaa-0x4-1x1",
	};

	for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
		if (explore_parse_schedule(strings[i], &parsed))
			CU_FAIL(strings[i]);
}

static void too_many_segments_are_refused(void)
{
	size_t size = 16 + 4 * (SCHEDULE_SEGMENTS + 1);
	char *string = malloc(size);

	if (!string)
		die_system("no memory for a string");
	strcpy(string, "v1-aaaa-0x1");
	for (size_t i = 1, length = strlen(string); i < SCHEDULE_SEGMENTS; i++, length += 4)
		memcpy(string + length, "_0x1", sizeof "_0x1");
	CU_ASSERT_TRUE(explore_parse_schedule(string, &parsed));
	CU_ASSERT_EQUAL(parsed.count, SCHEDULE_SEGMENTS);
	strcat(string, "_0x1");
	CU_ASSERT_FALSE(explore_parse_schedule(string, &parsed));
	free(string);
}

/* ---- expressions ---- */

typedef void reader(const char *line, size_t at, char *text, size_t size);

struct reading {
	const char *line, *at, *text; /* `at`: found first in the line */
};

static void read_all(reader *read, const struct reading *readings)
{
	char text[64];

	for (const struct reading *r = readings; r->line; r++) {
		read(r->line, (size_t)(strstr(r->line, r->at) - r->line), text, sizeof text);
		CU_ASSERT_STRING_EQUAL(text, r->text);
		if (strcmp(text, r->text) != 0)
			fprintf(stderr, "%s at %s: %s\n", r->line, r->at, text);
	}
}

static void accesses_are_read(void)
{
	static const struct reading readings[] = {
		{"node->next = list->head;", "head", "list->head"},
		{"node->next = list->head;", "=", "node->next"},
		{"node->next = list->head;", "next", "node->next"},
		{"counter++;", "counter", "counter"},
		{"counter++;", "++", "counter"},
		{"return ++counter;", "++", "counter"},
		{"x += 2;", "+=", "x"},
		{"x <<= 2;", "<<=", "x"},
		{"if (x == y)", "==", ""},
		{"*p = 1;", "=", "*p"},
		{"y = *p;", "*p", "*p"},
		{"a = b * c;", "=", "a"},
		{"table[i[0]].count--;", "count", "table[i[0]].count"},
		{"table[i[0]] = 3;", "table", "table[i[0]]"},
		{"(*p).x = 1;", "x", "(*p).x"},
		{"first(list)->next = 0;", "next", "first(list)->next"},
		{"push(list, 1);", "push", ""},
		{"x = 10;", "10", ""},
		{"return;", "return", ""},
		{"a[b = 1;", "a", "a"},
		{"x", "x", "x"},
		{"]) = 1;", "=", ""},
		{NULL, NULL, NULL},
	};
	char text[64];

	read_all(expression_at, readings);
	expression_at("short", 100, text, sizeof text);
	CU_ASSERT_STRING_EQUAL(text, "");
	expression_at("longer_than_its_room", 0, text, 5);
	CU_ASSERT_STRING_EQUAL(text, "");
}

static void calls_are_read(void)
{
	static const struct reading arguments[] = {
		{"pthread_mutex_lock(&list->lock);", "pthread", "list->lock"},
		{"pthread_cond_wait( & a[f(1, 2)] , &m);", "pthread", "a[f(1, 2)]"},
		{"sem_post(done);", "sem", "done"},
		{"sched_yield();", "sched", ""},
		{"pthread_mutex_lock(", "pthread", ""},
		{"x = 1;", "x", ""},
		{NULL, NULL, NULL},
	};
	static const struct reading targets[] = {
		{"struct node *node = malloc(8);", "malloc", "node"},
		{"node = (struct node *)malloc(8);", "malloc", "node"},
		{"list->head = malloc(8);", "malloc", "head"},
		{"if (x == malloc(8))", "malloc", ""},
		{"return malloc(8);", "malloc", ""},
		{"malloc(8);", "malloc", ""},
		{NULL, NULL, NULL},
	};

	read_all(expression_argument, arguments);
	read_all(expression_target, targets);
}

/* ---- what is none of a fix's business ---- */

static char code[64], counters[32];

static bool is_refused(ptrdiff_t pc, ptrdiff_t start, size_t size)
{
	return guard_forbids(counters + start, size, (uintptr_t)(code + pc));
}

static void watched_code_is_kept_off(void)
{
	CU_ASSERT_FALSE(is_refused(16, 8, 8)); /* nothing is watched yet */
	guard_watch(code + 8, 16);
	CU_ASSERT_FALSE(is_refused(16, 8, 8)); /* nothing is forbidden yet */
	guard_forbid(counters + 8, 8);
	CU_ASSERT_TRUE(is_refused(16, 8, 8));
	CU_ASSERT_TRUE(is_refused(16, 15, 1));
	CU_ASSERT_TRUE(is_refused(16, 0, 9));
	CU_ASSERT_TRUE(is_refused(16, 0, 32));
	CU_ASSERT_FALSE(is_refused(16, 0, 8));
	CU_ASSERT_FALSE(is_refused(16, 16, 1));
	/* Return addresses: the first is behind a call, the last behind the last one. */
	CU_ASSERT_FALSE(is_refused(8, 8, 8));
	CU_ASSERT_TRUE(is_refused(9, 8, 8));
	CU_ASSERT_TRUE(is_refused(24, 8, 8));
	CU_ASSERT_FALSE(is_refused(25, 8, 8));
	guard_begin();
	CU_ASSERT_TRUE(is_refused(16, 8, 8)); /* for all schedules, since none ran */
	guard_watch(NULL, 0);
	CU_ASSERT_FALSE(is_refused(16, 8, 8));
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"schedule strings come back", strings_come_back},
		{"long schedule strings do not fit", long_strings_do_not_fit},
		{"malformed schedule strings are refused", malformed_strings_are_refused},
		{"too many segments are refused", too_many_segments_are_refused},
		{"accesses are read from the source", accesses_are_read},
		{"calls are read from the source", calls_are_read},
		{"watched code is kept off what is forbidden", watched_code_is_kept_off},
		CU_TEST_INFO_NULL,
	};

	return suite_run("explore_text", tests, argc, argv);
}
