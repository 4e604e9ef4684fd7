/* report_print.c: a report in a few lines that a beginner can read (see report.h). */
#include "tsan/report_internal.h"

#include "base/term.h"

#include <stdio.h>
#include <string.h>

#define COLUMN 96

/* The types that LLVM's and gcc's runtimes have, in their own words. */
static const struct kind {
	const char *type, *title, *join, *meaning;
} kinds[] = {
	{"data-race", "a data race", " on ",
	 "Nothing orders these two: they may happen at the same time."},
	{"data-race-vptr", "a data race on what an object is", " at ",
	 "Nothing orders these two: one thread may call a method while the other builds or "
	 "destroys "
	 "the object."},
	{"heap-use-after-free", "a use of freed memory", ": ",
	 "The memory may be gone, or somebody else's by now, when it is used."},
	{"heap-use-after-free-vptr", "a method call on a freed object", ": ",
	 "The object may be gone, or another one in its place, when it is used."},
	{"external-race", "a race inside a library's object", " on ",
	 "Nothing orders these two: they may happen at the same time."},
	{"lock-order-inversion", "locks taken in opposite orders", ": ",
	 "When this happens at the same time, each holds the lock that the other waits for, for "
	 "ever: a deadlock."},
	{"thread-leak", "a thread that nobody joined", ": ",
	 "It was neither joined nor detached: what it left behind is kept until the program ends."},
	{"locked-mutex-destroy", "a lock destroyed while it is held", ": ",
	 "Who holds it, or waits for it, now works on something that no longer exists."},
	{"mutex-double-lock", "a lock taken twice by the same thread", ": ",
	 "A plain lock does not count: the thread waits for itself, for ever."},
	{"mutex-invalid-access", "use of a lock that does not exist", ": ",
	 "It was never initialized, or has been destroyed."},
	{"mutex-bad-unlock", "a lock released by a thread that does not hold it", ": ",
	 "Only the thread that took a lock may release it; what it protected is now unprotected."},
	{"mutex-bad-read-lock", "a lock taken for reading while held for writing", ": ",
	 "The thread waits for its own write lock, for ever."},
	{"mutex-bad-read-unlock", "a read lock released that is not held for reading", ": ",
	 "Releases must match the way the lock was taken."},
	{"mutex-held-in-wrong-context", "a lock held where none may be", ": ",
	 "Release it before."},
	{"signal-unsafe-call", "a signal handler calls what it must not", ": ",
	 "The signal may have interrupted that very function, with its locks held."},
	{"errno-in-signal-handler", "a signal handler changes errno", ": ",
	 "The interrupted code then reads the wrong error: save errno and put it back."},
};

/* Some runtimes add an explanation in brackets to the word. */
static const struct kind *kind_of(const struct report *report)
{
	size_t word = strcspn(report->type, " ");

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strlen(kinds[i].type) == word && memcmp(kinds[i].type, report->type, word) == 0)
			return &kinds[i];
	return NULL;
}

const char *report_title(const struct report *report)
{
	const struct kind *kind = kind_of(report);

	return kind ? kind->title : report->type;
}

static void print_title(const struct report *report, int indent)
{
	const struct kind *kind = kind_of(report);

	printf("%*s%s%s%s", indent, "", term_style(TERM_BAD), report_title(report),
	       term_style(TERM_PLAIN));
	if (report->location[0])
		printf("%s%s%s%s", kind ? kind->join : ": ", term_style(TERM_BOLD),
		       report->location, term_style(TERM_PLAIN));
	putchar('\n');
}

static void write_thread(const struct report_access *access, char *text, size_t size)
{
	if (access->who[0])
		snprintf(text, size, "%s", access->who);
	else if (access->thread > 0)
		snprintf(text, size, "thread %d", access->thread);
	else
		snprintf(text, size, access->thread == 0 ? "main thread" : "a thread");
}

/* Columns of one access: what happens, and where. */
struct row {
	char what[COLUMN], size[24], place[COLUMN];
	const char *source;
};

static void write_what(const struct report *report, int i, struct row *row)
{
	static const char *const verbs[] = {
		[REPORT_READS] = "reads",
		[REPORT_WRITES] = "writes",
		[REPORT_HOLDS] = "takes",
		[REPORT_TAKES] = "then",
	};
	const struct report_access *access = &report->access[i];
	char thread[REPORT_NAME];

	write_thread(access, thread, sizeof thread);
	if (access->act == REPORT_CALLS)
		snprintf(row->what, COLUMN, "here");
	else if (access->act == REPORT_TAKES)
		snprintf(row->what, COLUMN, "%*s then %s", (int)strlen(thread), "", access->object);
	else if (access->act == REPORT_HOLDS)
		snprintf(row->what, COLUMN, "%s takes %s", thread, access->object);
	else if (report_is_use_after_free(report) && i == 1)
		snprintf(row->what, COLUMN, "%s frees it", thread);
	else
		snprintf(row->what, COLUMN, "%s %s%s", thread, access->atomic ? "atomically " : "",
			 verbs[access->act]);
}

static void write_place(const struct report_access *access, struct row *row)
{
	const struct report_frame *frame = &access->frame[0];
	const char *slash = strrchr(frame->file, '/');

	row->source = frame->source;
	if (access->frames == 0)
		snprintf(row->place, COLUMN, "(place unknown)");
	else if (frame->line > 0)
		snprintf(row->place, COLUMN, "%.60s:%d", slash ? slash + 1 : frame->file,
			 frame->line);
	else
		snprintf(row->place, COLUMN, "in %.80s", frame->function);
}

static void write_row(const struct report *report, int i, struct row *row)
{
	const struct report_access *access = &report->access[i];
	bool memory = access->act == REPORT_READS || access->act == REPORT_WRITES;

	write_what(report, i, row);
	write_place(access, row);
	row->size[0] = '\0';
	if (memory && access->size > 0 && !(report_is_use_after_free(report) && i == 1))
		snprintf(row->size, sizeof row->size, "%d byte%s", access->size,
			 access->size == 1 ? "" : "s");
}

static int longer(int width, const char *text)
{
	int length = (int)strlen(text);

	return length > width ? length : width;
}

static void print_rows(const struct row *rows, int count, int indent)
{
	int what = 0, size = 0, place = 0;

	for (int i = 0; i < count; i++) {
		what = longer(what, rows[i].what);
		size = longer(size, rows[i].size);
		place = longer(place, rows[i].place);
	}
	for (int i = 0; i < count; i++) {
		const struct row *row = &rows[i];
		int used = printf("%*s%-*s  ", indent, "", what, row->what);
		int left;

		if (size > 0)
			used += printf("%-*s  ", size, row->size);
		left = term_width() - used - place - 2;
		if (row->source[0])
			printf("%-*s  %.*s\n", place, row->place, left > 20 ? left : 20,
			       row->source);
		else
			printf("%s\n", row->place);
	}
}

static const char *meaning_of(const struct report *report)
{
	const struct kind *kind = kind_of(report);
	bool race = strcmp(report->type, "data-race") == 0 && report->accesses == 2;

	if (race && report->access[0].atomic != report->access[1].atomic)
		return "Only one of the two is atomic: nothing orders them, and the other may meet "
		       "it halfway.";
	return kind ? kind->meaning : "";
}

void report_print(const struct report *report, int indent)
{
	struct row rows[REPORT_ACCESSES];
	char text[512];
	int used;

	for (int i = 0; i < report->accesses; i++)
		write_row(report, i, &rows[i]);
	print_title(report, indent);
	print_rows(rows, report->accesses, indent + 2);
	used = snprintf(text, sizeof text, "%s", meaning_of(report));
	if (report->times > 1)
		snprintf(text + used, sizeof text - (size_t)used, "%s(seen %d times)",
			 used ? " " : "", report->times);
	if (text[0])
		term_paragraph(indent + 2, text);
}
