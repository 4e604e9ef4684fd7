/*
 * explore_show.c: tests of what people and programs are told about a result: diagrams, verdicts,
 * JSON. Results are made by hand, and the
 * symbolizer's answers too: the functions symbolizer_* below stand in for the real ones.
 */
#include "suite.h"

#include "base/die.h"
#include "base/file.h"
#include "explore/explore.h"
#include "explore/show/show.h"
#include "explore/show/symbolizer.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- a program of which only the source exists ---- */

static const char source[] = "int counter; struct list list;\n"
			     "\tcounter = counter + 1; /* not atomic */\n"
			     "\tstruct node *node = malloc(sizeof *node);\n"
			     "\tnode->next = list->head;\n"
			     "\tlist->head = node;\n"
			     "\tpthread_mutex_lock(&lock);\n"
			     "\tassert(counter == 2);\n"
			     "\tn\xc3\xa4me = \"\xff\";\n";

/* Return addresses, by line and column of the source. */
enum {
	READ = 0x401021,
	WRITE = 0x401031,
	MALLOC = 0x401041,
	READ_HEAD = 0x401051,
	WRITE_NEXT = 0x401061,
	WRITE_HEAD = 0x401071,
	LOCK = 0x401081,
	ASSERT = 0x401091,
	ODD = 0x4010a1,
};

enum { COUNTER = 0x404000, LIST = 0x404010, MUTEX = 0x404040 };

static const struct {
	uint64_t pc;
	const char *function;
	int line, column;
} code[] = {
	{READ, "add", 2, 12},	      {WRITE, "add", 2, 10},	      {MALLOC, "push", 3, 22},
	{READ_HEAD, "push", 4, 21},   {WRITE_NEXT, "push", 4, 13},    {WRITE_HEAD, "push", 5, 13},
	{LOCK, "subject_main", 6, 2}, {ASSERT, "subject_main", 7, 2}, {ODD, "add", 8, 1},
};

static const struct {
	const char *name;
	uint64_t start, bytes;
} data[] = {{"counter", COUNTER, 4}, {"list", LIST, 16}, {"lock", MUTEX, 40}};

static char folder[] = "/tmp/interleave-show.XXXXXX", source_path[64], out_path[64];

void symbolizer_start(const char *program)
{
	(void)program;
}

void symbolizer_stop(void)
{
}

bool symbolizer_code(uint64_t address, char *function, size_t function_size, char *location,
		     size_t location_size)
{
	for (size_t i = 0; i < sizeof code / sizeof code[0]; i++) {
		if (code[i].pc != address + 1)
			continue;
		snprintf(function, function_size, "%s", code[i].function);
		snprintf(location, location_size, "%s:%d:%d", source_path, code[i].line,
			 code[i].column);
		return true;
	}
	return false;
}

bool symbolizer_data(uint64_t address, char *name, size_t size, uint64_t *start, uint64_t *bytes)
{
	for (size_t i = 0; i < sizeof data / sizeof data[0]; i++) {
		if (address < data[i].start || address >= data[i].start + data[i].bytes)
			continue;
		snprintf(name, size, "%s", data[i].name);
		*start = data[i].start;
		*bytes = data[i].bytes;
		return true;
	}
	return false;
}

/* ---- results made by hand ---- */

static struct explore_result result;

static struct event *add_event(int thread, enum op_kind kind, uint64_t pc, uint64_t object,
			       uint32_t size)
{
	struct event *event = &result.trace.at[result.trace.count++];

	*event = (struct event){.actor = (uint8_t)thread,
				.kind = (uint8_t)kind,
				.pc = pc,
				.object = object,
				.size = size};
	return event;
}

static struct event *add_read(int thread, uint64_t pc, uint64_t object, uint32_t size,
			      uint64_t value)
{
	struct event *event = add_event(thread, OP_READ, pc, object, size);

	event->has_values = true;
	event->before = event->after = value;
	return event;
}

static struct event *add_write(int thread, uint64_t pc, uint64_t object, uint32_t size,
			       uint64_t before, uint64_t after)
{
	struct event *event = add_read(thread, pc, object, size, before);

	event->kind = OP_WRITE;
	event->writes = true;
	event->after = after;
	return event;
}

static void begin_result(enum explore_verdict verdict)
{
	memset(&result, 0, sizeof result);
	result.verdict = verdict;
	result.coverage.bound = -1;
	result.schedules = 3;
	result.phase_count = 1;
	result.phase[0] = (struct explore_phase){"urw+pct", 3, false};
}

static void fail_with(enum failure_kind kind, uint64_t pc, const char *text)
{
	begin_result(EXPLORE_FAILED);
	result.failure.kind = kind;
	result.failure.pc = pc;
	snprintf(result.failure.text, sizeof result.failure.text, "%s", text);
	result.first_failure = 3;
	result.preemptions = 1;
	result.minimal = true;
	strcpy(result.string, "v1-aaaa-1x2_2x3_1x2");
}

static void add_race(uint64_t address, uint64_t first, uint64_t second)
{
	struct race *race = &result.races.at[result.races.count++];

	race->first = (struct race_side){1, 4, address, first, true, false, false};
	race->second = (struct race_side){2, 4, address, second, false, false, false};
}

static void lose_update(void)
{
	fail_with(FAILURE_ASSERTION, ASSERT, "assertion failed: counter == 2 (list.c:7)");
	add_event(0, OP_CREATE, 0, 0x700000, 1);
	add_event(0, OP_CREATE, 0, 0x700100, 1);
	add_event(1, OP_BEGIN, 0, 0x700000, 1);
	add_read(1, READ, COUNTER, 4, 0);
	add_event(2, OP_BEGIN, 0, 0x700100, 1)->preempts = true;
	add_read(2, READ, COUNTER, 4, 0);
	add_write(2, WRITE, COUNTER, 4, 0, 1);
	add_event(2, OP_END, 0, 0x700100, 1);
	add_write(1, WRITE, COUNTER, 4, 1, 1);
	add_event(1, OP_END, 0, 0x700000, 1);
	add_read(0, ASSERT, COUNTER, 4, 1);
	add_race(COUNTER, WRITE, READ);
}

#define BLOCK(n) (UINT64_C(0x1000000000) + (n)*UINT64_C(0x100000000))

static void add_push(int thread, uint64_t block, uint64_t head)
{
	add_read(thread, READ_HEAD, LIST + 8, 8, head);
	add_write(thread, WRITE_NEXT, block, 8, UINT64_C(0xBEBEBEBEBEBEBEBE), head);
	add_write(thread, WRITE_HEAD, LIST + 8, 8, head, block);
}

static void lose_node(void)
{
	fail_with(FAILURE_CRASH, WRITE_HEAD, "T0 meets {0x404018} and {0x1000000008}, {0x77}");
	add_event(0, OP_CREATE, 0, 0x700000, 1);
	add_event(1, OP_ALLOCATE, MALLOC, BLOCK(0), 16);
	add_event(2, OP_ALLOCATE, MALLOC, BLOCK(1), 16);
	add_push(1, BLOCK(0), 0);
	add_push(2, BLOCK(1), BLOCK(0));
}

/* What `print` writes to standard output; the caller frees it. */
static char *capture(void (*print)(const struct explore_result *, const char *))
{
	int saved = dup(STDOUT_FILENO);
	char *text;

	fflush(stdout);
	if (saved < 0 || !freopen(out_path, "w", stdout))
		die_system("cannot write %s", out_path);
	print(&result, "program");
	fflush(stdout);
	if (dup2(saved, STDOUT_FILENO) < 0)
		die_system("cannot have standard output back");
	close(saved);
	text = file_read(out_path, NULL);
	if (!text)
		die_system("cannot read %s", out_path);
	return text;
}

static void prints(void (*print)(const struct explore_result *, const char *), const char *expected)
{
	char *text = capture(print);

	CU_ASSERT_STRING_EQUAL(text, expected);
	if (strcmp(text, expected) != 0)
		fprintf(stderr, "---- printed:\n%s---- expected:\n%s", text, expected);
	free(text);
}

/* ---- diagrams ---- */

/* clang-format off */

static void lost_update_is_drawn(void)
{
	lose_update();
	prints(show_diagram,
	       "  main                           | T1                             | T2\n"
	       "    ... 2 more steps             |                                |\n"
	       "                                 | counter = counter + 1;         |\n"
	       "                                 |   counter is 0                 |\n"
	       "  ---- T1 is interrupted here, T2 goes on ----\n"
	       "                                 |                                | counter = counter + 1;\n"
	       "                                 |                                |   counter is 0\n"
	       "                                 |                                |   counter: 0 -> 1\n"
	       "                                 | counter = counter + 1;         |\n"
	       "                                 |   counter: 1 -> 1              |\n"
	       "  assert(counter == 2);          |                                |\n"
	       "    counter is 1                 |                                |\n");
}

static void blocks_have_names(void)
{
	lose_node();
	prints(show_diagram,
	       "  T1                                              | T2\n"
	       "  node->next = list->head;                        |\n"
	       "    list->head is 0                               |\n"
	       "  list->head = node;                              |\n"
	       "    list->head: 0 -> node A                       |\n"
	       "                                                  | node->next = list->head;\n"
	       "                                                  |   list->head is node A\n"
	       "                                                  | list->head = node;\n"
	       "                                                  |   list->head: node A -> node B\n"
	       "  node A: allocated by T1 in push (list.c:3)\n"
	       "  node B: allocated by T2 in push (list.c:3)\n");
}

static void many_threads_become_a_list(void)
{
	fail_with(FAILURE_EXIT, 0, "main returns 1");
	for (int thread = 1; thread <= 6; thread++)
		add_write(thread, WRITE, COUNTER, 4, (uint64_t)thread - 1, (uint64_t)thread)
			->preempts = thread > 5;
	prints(show_diagram, "  T1   | counter = counter + 1;\n"
			     "       |   counter: 0 -> 1\n"
			     "  T2   | counter = counter + 1;\n"
			     "       |   counter: 1 -> 2\n"
			     "  T3   | counter = counter + 1;\n"
			     "       |   counter: 2 -> 3\n"
			     "  T4   | counter = counter + 1;\n"
			     "       |   counter: 3 -> 4\n"
			     "  T5   | counter = counter + 1;\n"
			     "       |   counter: 4 -> 5\n"
			     "  ---- T5 is interrupted here, T6 goes on ----\n"
			     "  T6   | counter = counter + 1;\n"
			     "       |   counter: 5 -> 6\n");
}

static void nothing_to_tell_draws_nothing(void)
{
	fail_with(FAILURE_EXIT, 0, "main returns 1");
	prints(show_diagram, "");
	add_event(1, OP_BEGIN, 0, 0, 0);
	prints(show_diagram, "");
}

/* ---- verdicts ---- */

static void failures_are_told(void)
{
	lose_update();
	prints(show_verdict, "failed assertion: counter == 2 (list.c:7)\n"
			     "  at list.c:7 in main: assert(counter == 2);\n"
			     "  data race on counter: nothing orders these two\n"
			     "    T1 writes it at list.c:2: counter = counter + 1;\n"
			     "    T2 reads it at list.c:2: counter = counter + 1;\n"
			     "  first seen in schedule 3 of 3; shown with 1 preemption, which cannot be left out\n"
			     "  urw+pct: 3 schedules\n");
	lose_node();
	prints(show_verdict, "crash: main meets list->head and node A+8, 0x77\n"
			     "  at list.c:5 in push: list->head = node;\n"
			     "  first seen in schedule 3 of 3; shown with 1 preemption, which cannot be left out\n"
			     "  urw+pct: 3 schedules\n");
}

static void coverage_is_told(void)
{
	begin_result(EXPLORE_CERTIFIED);
	result.phase[0] = (struct explore_phase){"dpor", 97, true};
	result.redundant = 2;
	result.coverage.spurious = result.coverage.spurious_limited = true;
	prints(show_verdict, "certified: all 95 inequivalent schedules end well\n"
			     "  Spurious wake-ups are included, at most one for each thread.\n"
			     "  dpor: 97 schedules (all)\n");
	begin_result(EXPLORE_NOTHING);
	result.coverage.bound = 2;
	result.coverage.cut = 1;
	prints(show_verdict, "nothing found in 3 schedules; there are more, so this is no proof\n"
			     "  Every schedule with at most 2 preemptions has been run.\n"
			     "  1 schedule was cut for length.\n"
			     "  urw+pct: 3 schedules\n");
}

static void no_verdict_is_told(void)
{
	begin_result(EXPLORE_REFUSED);
	result.failure.pc = LOCK;
	strcpy(result.failure.text, "fork is not modelled");
	prints(show_verdict, "no verdict: fork is not modelled\n"
			     "  at list.c:6 in main: pthread_mutex_lock(&lock);\n"
			     "  urw+pct: 3 schedules\n");
	begin_result(EXPLORE_MISMATCH);
	result.schedules = 0;
	strcpy(result.failure.text, "the schedule is of another program");
	prints(show_verdict, "no verdict: the schedule is of another program\n");
}

/* clang-format on */

/* ---- JSON ---- */

static json_t *as_json(void)
{
	json_t *json;

	CU_ASSERT_EQUAL_FATAL(show_json(&result, "program", out_path), 0);
	json = json_load_file(out_path, JSON_ALLOW_NUL, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	return json;
}

static const char *text_of(json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? text : "";
}

static void json_has_it_all(void)
{
	json_t *json, *step, *race;

	lose_update();
	json = as_json();
	CU_ASSERT_STRING_EQUAL(text_of(json, "verdict"), "failed");
	CU_ASSERT_STRING_EQUAL(text_of(json, "kind"), "assertion");
	CU_ASSERT_STRING_EQUAL(text_of(json, "schedule"), result.string);
	CU_ASSERT_STRING_EQUAL(text_of(json_object_get(json, "place"), "function"), "main");
	CU_ASSERT_EQUAL(json_array_size(json_object_get(json, "trace")), result.trace.count);
	step = json_array_get(json_object_get(json, "trace"), 6);
	CU_ASSERT_STRING_EQUAL(text_of(step, "name"), "counter");
	CU_ASSERT_STRING_EQUAL(text_of(step, "text"), "counter = counter + 1;");
	CU_ASSERT_EQUAL(json_integer_value(json_object_get(step, "after")), 1);
	race = json_array_get(json_object_get(json, "races"), 0);
	CU_ASSERT_STRING_EQUAL(text_of(race, "name"), "counter");
	json_decref(json);
}

static void json_takes_any_bytes(void)
{
	json_t *json;

	fail_with(FAILURE_CRASH, ODD, "a NULL pointer is used");
	memcpy(result.output, "a\0\xff", 3);
	result.output_length = 3;
	json = as_json();
	CU_ASSERT_EQUAL(json_string_length(json_object_get(json, "output")), 3);
	CU_ASSERT_STRING_EQUAL(text_of(json_object_get(json, "place"), "text"), "n??me = \"?\";");
	json_decref(json);
	CU_ASSERT_EQUAL(show_json(&result, "program", "/proc/nobody/out.json"), -1);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"a lost update is drawn", lost_update_is_drawn},
		{"heap blocks have names", blocks_have_names},
		{"many threads become a list", many_threads_become_a_list},
		{"nothing to tell draws nothing", nothing_to_tell_draws_nothing},
		{"failures are told", failures_are_told},
		{"coverage is told", coverage_is_told},
		{"no verdict is told", no_verdict_is_told},
		{"JSON has it all", json_has_it_all},
		{"JSON takes any bytes", json_takes_any_bytes},
		CU_TEST_INFO_NULL,
	};
	int status;

	if (!mkdtemp(folder))
		die_system("mkdtemp");
	snprintf(source_path, sizeof source_path, "%s/list.c", folder);
	snprintf(out_path, sizeof out_path, "%s/out", folder);
	if (file_replace(source_path, source, strlen(source)) != 0)
		die_system("cannot write %s", source_path);
	status = suite_run("explore_show", tests, argc, argv);
	unlink(source_path);
	unlink(out_path);
	rmdir(folder);
	return status;
}
