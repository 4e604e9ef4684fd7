/*
 * tsan.c: tests of the tsan room's reading side, on reports recorded from tests/data/tsan-recorded.c
 * (clang-14, clang-19 and gcc 12), and of inside.h where there is no detector.
 */
#include "suite.h"

#include "base/die.h"
#include "base/file.h"
#include "tsan/inside.h"
#include "tsan/report.h"
#include "tsan/symbols.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT 4096

static char *read_recorded(const char *name)
{
	char path[128];
	char *text;

	snprintf(path, sizeof path, "tests/data/tsan-%s.records", name);
	text = file_read(path, NULL);
	if (!text)
		die_system("%s (run the suite from the repository's root)", path);
	return text;
}

static void parse_recorded(const char *name, struct report_list *list)
{
	char *text = read_recorded(name);

	CU_ASSERT_EQUAL(report_parse(text, list), 0);
	CU_ASSERT(list->canary);
	free(text);
}

static void parse_text(const char *text, struct report_list *list)
{
	CU_ASSERT_EQUAL(report_parse(text, list), 0);
}

/* What report_print writes for a whole list. */
static void print_list(const struct report_list *list, char *text)
{
	FILE *file = tmpfile();
	int before = dup(STDOUT_FILENO);
	ssize_t n;

	if (!file || before < 0)
		die_system("tmpfile");
	fflush(stdout);
	dup2(fileno(file), STDOUT_FILENO);
	for (size_t i = 0; i < list->count; i++)
		report_print(&list->reports[i], 2);
	fflush(stdout);
	dup2(before, STDOUT_FILENO);
	close(before);
	n = pread(fileno(file), text, TEXT - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	fclose(file);
}

static void check_print(const char *name, const char *expected)
{
	struct report_list list;
	char text[TEXT];

	parse_recorded(name, &list);
	print_list(&list, text);
	CU_ASSERT_STRING_EQUAL(text, expected);
	if (strcmp(text, expected) != 0)
		printf("%s came out as:\n%s", name, text);
	report_free(&list);
}

static void races_read_well(void)
{
	static const char text[] =
		"  a data race on list->head\n"
		"    thread 1 writes  8 bytes  tsan-recorded.c:45  head = node;\n"
		"    thread 2 writes  8 bytes  tsan-recorded.c:45  head = node;\n"
		"    Nothing orders these two: they may happen at the same time.\n"
		"  a data race on global 'count'\n"
		"    thread 1 writes  4 bytes  tsan-recorded.c:46  count++;\n"
		"    thread 2 writes  4 bytes  tsan-recorded.c:46  count++;\n"
		"    Nothing orders these two: they may happen at the same time.\n";

	check_print("race-clang14", text);
	check_print("race-clang19", text);
}

static void reads_come_first_and_repeats_are_counted(void)
{
	check_print(
		"race-gcc",
		"  a data race on list->head\n"
		"    thread 1 reads   8 bytes  tsan-recorded.c:44  node->next = head;\n"
		"    thread 2 writes  8 bytes  tsan-recorded.c:45  head = node;\n"
		"    Nothing orders these two: they may happen at the same time.\n"
		"  a data race on list->head\n"
		"    thread 1 writes  8 bytes  tsan-recorded.c:45  head = node;\n"
		"    thread 2 writes  8 bytes  tsan-recorded.c:45  head = node;\n"
		"    Nothing orders these two: they may happen at the same time.\n"
		"  a data race on global 'count'\n"
		"    thread 1 reads   4 bytes  tsan-recorded.c:46  count++;\n"
		"    thread 2 writes  4 bytes  tsan-recorded.c:46  count++;\n"
		"    Nothing orders these two: they may happen at the same time. (seen 2 times)\n");
}

static void lock_orders_read_well(void)
{
	static const char text[] =
		"  locks taken in opposite orders: lock_a, lock_b\n"
		"    thread 1 takes lock_a  tsan-recorded.c:53  pthread_mutex_lock(&lock_a);\n"
		"             then lock_b   tsan-recorded.c:54  pthread_mutex_lock(&lock_b);\n"
		"    thread 2 takes lock_b  tsan-recorded.c:62  pthread_mutex_lock(&lock_b);\n"
		"             then lock_a   tsan-recorded.c:63  pthread_mutex_lock(&lock_a);\n"
		"    When this happens at the same time, each holds the lock that the other waits "
		"for, for ever: a\n"
		"    deadlock.\n";

	check_print("order-clang14", text);
	check_print("order-clang19", text);
}

static void heap_blocks_read_well(void)
{
	static const char text[] =
		"  a data race on heap block of 16 bytes allocated in main (tsan-recorded.c:104)\n"
		"    thread 1 writes  8 bytes  tsan-recorded.c:71  memset(block, 1, sizeof "
		"*block);\n"
		"    thread 2 writes  8 bytes  tsan-recorded.c:83  block->value++;\n"
		"    Nothing orders these two: they may happen at the same time.\n";

	check_print("heap-clang14", text);
	check_print("heap-clang19", text);
}

static void uses_after_free_read_well(void)
{
	static const char text[] =
		"  a use of freed memory\n"
		"    thread 1 writes    8 bytes  tsan-recorded.c:83  block->value++;\n"
		"    thread 2 frees it           tsan-recorded.c:77  free(block);\n"
		"    The memory may be gone, or somebody else's by now, when it is used.\n";

	check_print("freed-clang14", text);
	check_print("freed-clang19", text);
}

static void misused_locks_read_well(void)
{
	static const char text[] =
		"  a lock released by a thread that does not hold it: lock_a\n"
		"    here  tsan-recorded.c:89  pthread_mutex_unlock(&lock_a);\n"
		"    Only the thread that took a lock may release it; what it protected is now "
		"unprotected.\n";

	check_print("misuse-clang14", text);
	check_print("misuse-clang19", text);
}

static void canary_alone_is_no_report(void)
{
	struct report_list list;

	parse_recorded("canary-clang19", &list);
	CU_ASSERT_EQUAL(list.count, 0);
	report_free(&list);
}

static void nothing_written_is_no_canary(void)
{
	struct report_list list;

	parse_text("", &list);
	CU_ASSERT_EQUAL(list.count, 0);
	CU_ASSERT_FALSE(list.canary);
	report_free(&list);
}

static void unresolved_addresses_tell_places_apart(void)
{
	struct report_list list;

	parse_recorded("unresolved", &list);
	CU_ASSERT_EQUAL_FATAL(list.count, 2);
	CU_ASSERT_STRING_EQUAL(list.reports[0].access[0].frame[0].function, "recorded+0xe5ea7");
	CU_ASSERT_EQUAL(list.reports[0].access[0].frame[0].line, 0);
	CU_ASSERT_STRING_EQUAL(list.reports[0].location, "list->head");
	CU_ASSERT_STRING_EQUAL(list.reports[1].location, "global 'recorded+0x149cc58'");
	report_free(&list);
}

/* ---- damage ---- */

/* Records by hand. */
#define ACCESS(act, thread, line) \
	"access\t" act "\tplain\t8\t" thread "\t\nframe\tf\tf.c\t" line "\n"
#define RACE(type, a, b) "report\t" type "\t1\n" a b "end\n"

static size_t whole_records(const char *text)
{
	size_t count = 0;

	for (; (text = strstr(text, "\nend\n")) != NULL; text++)
		count++;
	return count;
}

static size_t reports_in(const struct report_list *list)
{
	size_t count = list->canary;

	for (size_t i = 0; i < list->count; i++)
		count += (size_t)list->reports[i].times;
	return count;
}

/* A program may be killed at any byte; what it wrote before counts, and what others write after. */
static void check_torn(const char *records, size_t length, char *torn)
{
	struct report_list list;

	memcpy(torn, records, length);
	torn[length] = '\0';
	CU_ASSERT_EQUAL(report_parse(torn, &list), 0);
	CU_ASSERT_EQUAL(reports_in(&list), whole_records(torn));
	report_free(&list);
	strcpy(torn + length, records);
	CU_ASSERT_EQUAL(report_parse(torn, &list), 0);
	CU_ASSERT_EQUAL(reports_in(&list), whole_records(torn));
	report_free(&list);
}

static void records_torn_anywhere_cost_only_themselves(void)
{
	static const char records[] = "\n" RACE(
		"data-race", ACCESS("write", "1", "10"),
		ACCESS("read", "2", "20")) "\n" RACE("data-race", ACCESS("write", "1", "30"),
						     ACCESS("read", "2", "40"));
	char torn[2 * sizeof records];

	for (size_t length = 0; length < sizeof records; length++)
		check_torn(records, length, torn);
}

static void garbage_is_refused(void)
{
	static const char *const garbage[] = {
		"hello\n",
		"hello",
		"\177ELF\2\1\1",
		"end\n",
		"access\twrite\tplain\t8\t1\t\n",
		"report\tdata-race\t1\nnonsense\nend\n",
		"report\tdata-race\t1\naccess\tponders\tplain\t8\t1\t\nend\n",
		"report\tdata-race\t1\nframe\tf\tf.c\t1\t1\nend\n",
		"report\tdata-race\t1\nend\nhello\n",
	};

	for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
		struct report_list list;

		errno = 0;
		CU_ASSERT_EQUAL(report_parse(garbage[i], &list), -1);
		CU_ASSERT_EQUAL(errno, EINVAL);
		CU_ASSERT_EQUAL(list.count, 0);
		CU_ASSERT_PTR_NULL(list.reports);
	}
}

/* Frames that come before any access are nobody's; more fields or accesses than we know, too. */
static void surplus_is_ignored(void)
{
	char text[4096] = "report\tlock-order-inversion\t1\nframe\tf\tf.c\t1\n";
	struct report_list list;

	for (int i = 0; i < 2 * REPORT_ACCESSES; i++)
		strcat(text, "access\tholds\tplain\t0\t1\t\nframe\tf\tf.c\t2\n");
	parse_text(strcat(text, "end\n"), &list);
	CU_ASSERT_EQUAL_FATAL(list.count, 1);
	CU_ASSERT_EQUAL(list.reports[0].accesses, REPORT_ACCESSES);
	report_free(&list);
}

/* ---- merging ---- */

static void equal_races_merge_in_either_order(void)
{
	struct report_list list;

	parse_text(RACE("data-race", ACCESS("write", "1", "10"), ACCESS("write", "2", "20")) RACE(
			   "data-race", ACCESS("write", "2", "20"), ACCESS("write", "1", "10"))
			   RACE("data-race", ACCESS("write", "7", "10"), ACCESS("read", "3", "20"))
				   RACE("data-race", ACCESS("read", "7", "10"),
					ACCESS("write", "3", "20")),
		   &list);
	CU_ASSERT_EQUAL_FATAL(list.count, 1);
	CU_ASSERT_EQUAL(list.reports[0].times, 4);
	CU_ASSERT_EQUAL(list.reports[0].access[0].frame[0].line, 10);
	report_free(&list);
}

static void different_races_stay_apart(void)
{
	struct report_list list;

	parse_text(RACE("data-race", ACCESS("write", "1", "10"), ACCESS("write", "2", "20")) RACE(
			   "data-race", ACCESS("write", "1", "10"), ACCESS("write", "2", "21"))
			   RACE("data-race", ACCESS("write", "1", "10"), ACCESS("write", "2", "10"))
				   RACE("heap-use-after-free", ACCESS("write", "1", "10"),
					ACCESS("write", "2", "20")),
		   &list);
	CU_ASSERT_EQUAL(list.count, 4);
	report_free(&list);
}

/* The same cycle may be found from either of its threads. */
static void cycles_merge_in_any_rotation(void)
{
	struct report_list list;

	parse_text(
		"report\tlock-order-inversion\t1\n" ACCESS("holds", "1", "10") ACCESS(
			"takes", "1", "11") ACCESS("holds", "2", "20")
			ACCESS("takes", "2", "21") "end\nreport\tlock-order-inversion\t1\n" ACCESS(
				"holds", "5", "20") ACCESS("takes", "5", "21")
				ACCESS("holds", "4", "10") ACCESS("takes", "4", "11") "end\n",
		&list);
	CU_ASSERT_EQUAL_FATAL(list.count, 1);
	CU_ASSERT_EQUAL(list.reports[0].times, 2);
	CU_ASSERT_STRING_EQUAL(list.reports[0].location, "lock A, lock B");
	CU_ASSERT_STRING_EQUAL(list.reports[0].access[3].object, "lock A");
	report_free(&list);
}

/* ---- details ---- */

static void users_frames_come_first(void)
{
	struct report_list list;
	const struct report_access *access;

	parse_text(
		"report\tdata-race\t1\naccess\twrite\tplain\t8\t1\t\n"
		"frame\t__interceptor_memcpy\t\t0\n"
		"frame\tcoro_yield\t/home/me/harness/coro/coro.c\t7\n"
		"frame\tpush\t/home/harness/labs/lab03/broken.c\t27\n"
		"frame\tworker_run\t/home/me/harness/exec/worker.c\t9\n"
		"frame\twork\tlabs/lab03/lab.c\t12\n"
		"frame\tstart_thread\t./nptl/pthread_create.c\t442\n"
		"access\twrite\tplain\t8\t2\t\n"
		"frame\t__interceptor_free\t\t0\nframe\tcoro_free\tharness/coro/coro.c\t70\nend\n",
		&list);
	CU_ASSERT_EQUAL_FATAL(list.count, 1);
	access = list.reports[0].access;
	/* Of two writes the one in the first file by name comes first. */
	CU_ASSERT_STRING_EQUAL(access[0].frame[0].function, "push");
	CU_ASSERT_STRING_EQUAL(access[0].frame[1].function, "work");
	CU_ASSERT_EQUAL(access[0].frames, 2);
	CU_ASSERT_STRING_EQUAL(access[1].frame[0].function, "coro_free");
	CU_ASSERT_EQUAL(access[1].frames, 1);
	report_free(&list);
}

static void long_paths_keep_their_end(void)
{
	char text[2048] = "report\tdata-race\t1\naccess\tread\tplain\t1\t0\t\nframe\tf\t";
	struct report_list list;
	const char *file;

	for (int i = 0; i < 100; i++)
		strcat(text, "/folder");
	parse_text(strcat(text, "/broken.c\t27\nend\n"), &list);
	CU_ASSERT_EQUAL_FATAL(list.count, 1);
	file = list.reports[0].access[0].frame[0].file;
	CU_ASSERT_EQUAL(strlen(file), REPORT_TEXT - 1);
	CU_ASSERT_STRING_EQUAL(strrchr(file, '/'), "/broken.c");
	CU_ASSERT_STRING_EQUAL(list.reports[0].access[0].frame[0].source, "");
	report_free(&list);
}

static void threads_are_numbered_as_they_appear(void)
{
	struct report_list list;
	char text[TEXT];

	parse_text(
		"report\tdata-race\t1\naccess\twrite\tatomic\t1\t17\tworker 3\nframe\tf\tf.c\t2\n"
		"access\tread\tplain\t1\t9\t\nframe\tf\tf.c\t1\nlocation\tstack\t0\t12\nend\n"
		"report\tdata-race\t1\naccess\tread\tplain\t4\t0\t\nframe\tf\tf.c\t3\n"
		"access\twrite\tplain\t4\t-1\t\nlocation\ttls\t0\t0\nend\n",
		&list);
	CU_ASSERT_EQUAL_FATAL(list.count, 2);
	CU_ASSERT_EQUAL(list.reports[0].threads, 2);
	CU_ASSERT_EQUAL(list.reports[1].threads, 1);
	print_list(&list, text);
	CU_ASSERT_STRING_EQUAL(
		text, "  a data race on stack of thread 3\n"
		      "    thread 1 reads              1 byte  f.c:1\n"
		      "    worker 3 atomically writes  1 byte  f.c:2\n"
		      "    Only one of the two is atomic: nothing orders them, and the other "
		      "may meet it halfway.\n"
		      "  a data race on thread-local memory of the main thread\n"
		      "    main thread reads  4 bytes  f.c:3\n"
		      "    a thread writes    4 bytes  (place unknown)\n"
		      "    Nothing orders these two: they may happen at the same time.\n");
	report_free(&list);
}

static void every_type_has_a_title(void)
{
	/* All that the runtimes of LLVM 14 to 19 and gcc 12 hold. */
	static const char *const types[] = {
		"data-race",
		"data-race-vptr",
		"heap-use-after-free",
		"heap-use-after-free-vptr",
		"external-race",
		"thread-leak",
		"locked-mutex-destroy",
		"mutex-double-lock",
		"mutex-invalid-access",
		"mutex-bad-unlock",
		"mutex-bad-read-lock",
		"mutex-bad-read-unlock",
		"mutex-held-in-wrong-context",
		"signal-unsafe-call",
		"errno-in-signal-handler",
		"lock-order-inversion",
		"lock-order-inversion (potential deadlock)",
	};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		struct report report = {.times = 1};

		strcpy(report.type, types[i]);
		CU_ASSERT_STRING_NOT_EQUAL(report_title(&report), types[i]);
	}
}

static void unknown_type_is_its_own_title(void)
{
	struct report_list list;
	char text[TEXT];

	parse_text("report\tquantum-race\t1\naccess\tcalls\tplain\t0\t-1\t\nname\tit\n"
		   "frame\tf\tf.c\t3\nend\n",
		   &list);
	print_list(&list, text);
	CU_ASSERT_STRING_EQUAL(text, "  quantum-race: it\n    here  f.c:3\n");
	report_free(&list);
}

/* ---- symbols ---- */

extern const char __executable_start[]; /* the linker's: where offset 0 is */
static int looked_for = 1;

static bool has_symbolizer(void)
{
	char path[4096];

	if (symbols_find_tool(path, sizeof path) == 0)
		return true;
	suite_skip("no llvm-symbolizer");
	return false;
}

static void addresses_become_names(void)
{
	uintptr_t start = (uintptr_t)__executable_start;
	char self[512] = "", text[2048], *resolved;

	if (!has_symbolizer())
		return;
	if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
		die_system("/proc/self/exe");
	snprintf(text, sizeof text, "code\t%s\t0x%lx\ndata\t%s\t0x%lx\nend\n", self,
		 (unsigned long)((uintptr_t)has_symbolizer - start), self,
		 (unsigned long)((uintptr_t)&looked_for - start));
	resolved = symbols_resolve(text);
	CU_ASSERT_PTR_NOT_NULL_FATAL(resolved);
	CU_ASSERT_EQUAL(strncmp(resolved, "frame\thas_symbolizer\t", 21), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(resolved, "tests/rooms/tsan.c\t"));
	CU_ASSERT_PTR_NOT_NULL(strstr(resolved, "\nglobal\tlooked_for\nend\n"));
	free(resolved);
}

static void what_has_no_name_stays(void)
{
	static const char text[] = "\nreport\tdata-race\t1\ncode\t/no/such \"file\"\t0x1\n"
				   "code\t/no/such/file\t0x1\ndata\t/no/such/file\t0x1\nend\n"
				   "code\t/no/such";
	char *resolved = symbols_resolve(text);

	CU_ASSERT_PTR_NOT_NULL_FATAL(resolved);
	CU_ASSERT_STRING_EQUAL(resolved, text);
	free(resolved);
}

/* ---- inside ---- */

/* The suite itself has no reader, so also under TSan the canary must not bark. */
static void inside_is_quiet_without_a_reader(void)
{
	inside_canary();
	inside_name_addresses(NULL);
	CU_ASSERT_EQUAL(inside_reports(), 0);
}

static void inside_knows_its_build(void)
{
	bool tsan = strstr(program_invocation_name, "/tsan/rooms/") != NULL;

	if (!strstr(program_invocation_name, "/rooms/"))
		suite_skip("the path does not name the flavour");
	else
		CU_ASSERT_EQUAL(inside_is_on(), tsan);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"races read well", races_read_well},
		{"reads come first and repeats are counted",
		 reads_come_first_and_repeats_are_counted},
		{"lock orders read well", lock_orders_read_well},
		{"heap blocks read well", heap_blocks_read_well},
		{"uses after free read well", uses_after_free_read_well},
		{"misused locks read well", misused_locks_read_well},
		{"the canary alone is no report", canary_alone_is_no_report},
		{"nothing written is no canary", nothing_written_is_no_canary},
		{"unresolved addresses tell places apart", unresolved_addresses_tell_places_apart},
		{"records torn anywhere cost only themselves",
		 records_torn_anywhere_cost_only_themselves},
		{"garbage is refused", garbage_is_refused},
		{"surplus is ignored", surplus_is_ignored},
		{"equal races merge in either order", equal_races_merge_in_either_order},
		{"different races stay apart", different_races_stay_apart},
		{"cycles merge in any rotation", cycles_merge_in_any_rotation},
		{"the user's frames come first", users_frames_come_first},
		{"long paths keep their end", long_paths_keep_their_end},
		{"threads are numbered as they appear", threads_are_numbered_as_they_appear},
		{"every type has a title", every_type_has_a_title},
		{"an unknown type is its own title", unknown_type_is_its_own_title},
		{"addresses become names", addresses_become_names},
		{"what has no name stays", what_has_no_name_stays},
		{"inside is quiet without a reader", inside_is_quiet_without_a_reader},
		{"inside knows its build", inside_knows_its_build},
		CU_TEST_INFO_NULL,
	};

	return suite_run("tsan", tests, argc, argv);
}
