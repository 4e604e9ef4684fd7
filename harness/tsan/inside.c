/*
 * inside.c: hears of each report inside the program under test and records it (see inside.h).
 *
 * ThreadSanitizer calls __tsan_on_report while it holds its own locks, on the stack of whoever
 * raced, which may be a small coroutine stack. An instrumented instruction or an intercepted
 * function could come back into the runtime and wait for those locks for ever. So everything a
 * report runs through is RAW, uses static buffers, and makes its system calls by number.
 */
#include "tsan/inside.h"

#include "tsan/record.h"
#include "tsan/runtime.h"
#include "tsan/yields.h"

#if TSAN_BUILT

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <sanitizer/common_interface_defs.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RAW static INSIDE_RAW

#define FRAMES 16
#define MODULES 32
#define TEXT ((size_t)32 * 1024)

/* The runtime reports one at a time in a process, so one of each is enough. */
static struct {
	char path[512]; /* of the record file; "" when nobody wants records */
	long *reports;	/* shared with forked workers */
	const char *(*locate)(const void *address);
	char text[TEXT]; /* the record being written */
	size_t used;	 /* bytes of whole lines */
	size_t end;	 /* bytes with the line being written */
	void *trace[FRAMES];
	struct module {
		uintptr_t start, end, base;
		char path[256];
	} module[MODULES];
	int modules;
} inside;

static int canary_cells[64];

/* ---- text ---- */

RAW void put_char(char c)
{
	/* Room for the end mark is always kept. */
	if (inside.end < TEXT - sizeof RECORD_END)
		inside.text[inside.end] = c;
	inside.end++;
}

RAW void put_string(const char *text)
{
	for (; text && *text; text++)
		put_char((unsigned char)*text < ' ' ? ' ' : *text);
}

RAW void put_field(const char *text)
{
	put_char('\t');
	put_string(text);
}

RAW void put_number(long number)
{
	char digits[24];
	int n = 0;
	unsigned long rest = number < 0 ? 0UL - (unsigned long)number : (unsigned long)number;

	do
		digits[n++] = (char)('0' + rest % 10);
	while (rest /= 10);
	put_char('\t');
	if (number < 0)
		put_char('-');
	while (n > 0)
		put_char(digits[--n]);
}

/* A line that does not fit is left out whole. */
RAW void end_line(void)
{
	put_char('\n');
	if (inside.end < TEXT - sizeof RECORD_END)
		inside.used = inside.end;
	inside.end = inside.used;
}

RAW void put_hex(uintptr_t number)
{
	int shift = 60;

	while (shift > 0 && number >> shift == 0)
		shift -= 4;
	put_char('\t');
	put_string("0x");
	for (; shift >= 0; shift -= 4)
		put_char("0123456789abcdef"[number >> shift & 15]);
}

/* ---- places ---- */

/*
 * A place is noted as module and offset. Symbols wait for the reader: the runtime would start
 * llvm-symbolizer as a child of this program, which its wait() could meet, and whose pipe forked
 * workers would share, each reading the answers to another's questions.
 */
RAW void put_place(const char *kind, uintptr_t address)
{
	for (int i = 0; i < inside.modules; i++) {
		const struct module *module = &inside.module[i];

		if (address < module->start || address >= module->end)
			continue;
		put_string(kind);
		put_field(module->path);
		put_hex(address - module->base);
		end_line();
		return;
	}
}

RAW void clear_trace(void)
{
	for (int i = 0; i < FRAMES; i++)
		inside.trace[i] = NULL;
}

RAW void put_frames(void)
{
	for (int i = 0; i < FRAMES && inside.trace[i]; i++) {
		/* Inlined functions repeat the address of the one they are in. */
		if (i > 0 && inside.trace[i] == inside.trace[i - 1])
			continue;
		/* These are return addresses: the call is the instruction before. */
		put_place(RECORD_CODE, (uintptr_t)inside.trace[i] - 1);
	}
}

RAW void put_name(const void *address)
{
	const char *name = inside.locate && address ? inside.locate(address) : NULL;

	if (!name) {
		put_place(RECORD_DATA, (uintptr_t)address);
		return;
	}
	put_string(RECORD_NAME);
	put_field(name);
	end_line();
}

/* ---- the parts of a report ---- */

struct counts {
	const char *type;
	int stacks, accesses, locations, mutexes, threads;
};

RAW bool read_counts(void *report, struct counts *counts)
{
	int duplicates, unique;
	void *slept[1];

	return __tsan_get_report_data(report, &counts->type, &duplicates, &counts->stacks,
				      &counts->accesses, &counts->locations, &counts->mutexes,
				      &counts->threads, &unique, slept, 1);
}

/* The runtime dies when asked for a part that is not there: never go past the counts. */
RAW const char *thread_name(void *report, const struct counts *counts, int thread)
{
	const char *name = NULL;
	unsigned long os_id;
	int number, running, parent;
	void *created[1];

	for (int i = 0; i < counts->threads; i++) {
		__tsan_get_report_thread(report, (unsigned long)i, &number, &os_id, &running, &name,
					 &parent, created, 1);
		if (number == thread)
			return name;
	}
	return NULL;
}

RAW void put_access(const char *what, const char *how, int bytes, int thread, const char *who)
{
	put_string(RECORD_ACCESS);
	put_field(what);
	put_field(how);
	put_number(bytes);
	put_number(thread);
	put_field(who);
	end_line();
}

RAW void *put_accesses(void *report, const struct counts *counts)
{
	void *address = NULL;

	for (int i = 0; i < counts->accesses; i++) {
		int thread, bytes, write, atomic;

		clear_trace();
		if (!__tsan_get_report_mop(report, (unsigned long)i, &thread, &address, &bytes,
					   &write, &atomic, inside.trace, FRAMES))
			continue;
		put_access(write ? RECORD_WRITE : RECORD_READ,
			   atomic ? RECORD_ATOMIC : RECORD_PLAIN, bytes, thread,
			   thread_name(report, counts, thread));
		put_frames();
	}
	return address;
}

RAW void put_location_line(const char *kind, unsigned long bytes, int thread)
{
	put_string(RECORD_LOCATION);
	put_field(kind);
	put_number((long)bytes);
	put_number(thread);
	end_line();
}

/* The runtime knows blocks, stacks and the like; globals and shared mappings it leaves to us. */
RAW void put_location(void *report, const struct counts *counts, void *accessed)
{
	const char *kind = "";
	unsigned long bytes = 0;
	int thread = -1, fd = -1, suppressible;
	void *address = NULL, *start;

	clear_trace();
	if (counts->locations > 0)
		__tsan_get_report_loc(report, 0, &kind, &address, &start, &bytes, &thread, &fd,
				      &suppressible, inside.trace, FRAMES);
	put_location_line(kind, bytes, thread);
	put_name(accessed ? accessed : address);
	put_frames();
}

RAW void put_mutex_name(void *report, int i)
{
	unsigned long id;
	void *address = NULL;
	int destroyed;
	void *created[1];

	if (__tsan_get_report_mutex(report, (unsigned long)i, &id, &address, &destroyed, created,
				    1))
		put_name(address);
}

RAW void put_stack(void *report, int i)
{
	clear_trace();
	__tsan_get_report_stack(report, (unsigned long)i, inside.trace, FRAMES);
	put_frames();
}

/*
 * A cycle of n locks comes as n threads and (with second_deadlock_stack) 2n stacks: thread i
 * holds lock i since stack 2i+1 and takes lock i+1 in stack 2i.
 */
RAW void put_cycle(void *report, const struct counts *counts)
{
	for (int i = 0; i < counts->mutexes && 2 * i + 1 < counts->stacks; i++) {
		int thread = -1;
		const char *who;

		__tsan_get_report_unique_tid(report, (unsigned long)i, &thread);
		who = thread_name(report, counts, thread);
		put_access(RECORD_HOLDS, RECORD_PLAIN, 0, thread, who);
		put_mutex_name(report, i);
		put_stack(report, 2 * i + 1);
		put_access(RECORD_TAKES, RECORD_PLAIN, 0, thread, who);
		put_mutex_name(report, (i + 1) % counts->mutexes);
		put_stack(report, 2 * i);
	}
}

/* Misused locks, signal handlers, threads never joined: where it happened, and the lock. */
RAW void put_misuse(void *report, const struct counts *counts)
{
	put_access(RECORD_CALLS, RECORD_PLAIN, 0, -1, "");
	if (counts->mutexes > 0)
		put_mutex_name(report, 0);
	put_stack(report, 0);
}

RAW bool is_cycle(const struct counts *counts)
{
	return counts->accesses == 0 && counts->mutexes > 1;
}

RAW void put_body(void *report, const struct counts *counts)
{
	void *accessed = put_accesses(report, counts);

	if (is_cycle(counts))
		put_cycle(report, counts);
	else if (counts->accesses == 0 && counts->stacks > 0)
		put_misuse(report, counts);
	if (accessed || counts->locations > 0)
		put_location(report, counts, accessed);
}

/* ---- writing ---- */

/* One write, to a file opened for appending: records of forked workers do not mix. */
RAW void write_record(void)
{
	long file = syscall(SYS_openat, AT_FDCWD, inside.path, O_WRONLY | O_APPEND | O_CLOEXEC, 0);

	if (file < 0)
		return; /* nobody to tell; without the canary the reader will not trust us */
	for (const char *s = RECORD_END "\n"; *s; s++)
		inside.text[inside.used++] = *s;
	syscall(SYS_write, file, inside.text, inside.used);
	syscall(SYS_close, file);
}

RAW bool is_canary(void *report, const struct counts *counts)
{
	void *address = NULL;
	int thread, bytes, write, atomic;
	void *top[1];

	if (counts->accesses == 0)
		return false;
	__tsan_get_report_mop(report, 0, &thread, &address, &bytes, &write, &atomic, top, 1);
	return (uintptr_t)address - (uintptr_t)canary_cells < sizeof canary_cells;
}

RAW void put_report(void *report, const struct counts *counts, bool canary)
{
	inside.used = inside.end = 0;
	put_char('\n'); /* a record cut off by a kill must not run into ours */
	put_string(RECORD_REPORT);
	put_field(canary ? RECORD_CANARY : counts->type);
	put_number(syscall(SYS_getpid));
	end_line();
	put_body(report, counts);
}

INSIDE_RAW void __tsan_on_report(void *report)
{
	struct counts counts;
	int before = errno;
	bool canary;

	if (!read_counts(report, &counts))
		return;
	canary = is_canary(report, &counts);
	if (inside.path[0] && (canary || inside_reports() < RECORD_LIMIT)) {
		put_report(report, &counts, canary);
		write_record();
	}
	if (!canary && inside.reports)
		__atomic_fetch_add(inside.reports, 1, __ATOMIC_RELAXED);
	errno = before;
}

/* ---- what the program calls ---- */

static int null_file = -1;

/* Somebody reads the records: the runtime's own text would only clutter the terminal. */
INSIDE_RAW static void silence_text(void)
{
	__sanitizer_set_report_fd((void *)(intptr_t)null_file);
}

static void take_over_text(const char *path)
{
	size_t n = 0;

	for (; path[n] && n + 1 < sizeof inside.path; n++)
		inside.path[n] = path[n];
	null_file = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (null_file < 0)
		return;
	silence_text();
	/* In a forked worker the runtime would open a file of its own, called ".PID". */
	(void)pthread_atfork(NULL, NULL, silence_text);
}

static void add_module(const char *path, uintptr_t base, uintptr_t start, uintptr_t end)
{
	struct module *module = &inside.module[inside.modules];

	if (inside.modules == MODULES || strlen(path) >= sizeof module->path)
		return;
	*module = (struct module){.start = start, .end = end, .base = base};
	strcpy(module->path, path);
	inside.modules++;
}

/* The program itself comes first, without a name. */
static int note_module(struct dl_phdr_info *info, size_t size, void *unused)
{
	uintptr_t start = UINTPTR_MAX, end = 0;
	char self[256] = "";

	(void)size;
	(void)unused;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		uintptr_t segment = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;

		if (info->dlpi_phdr[i].p_type != PT_LOAD)
			continue;
		start = segment < start ? segment : start;
		if (segment + info->dlpi_phdr[i].p_memsz > end)
			end = segment + info->dlpi_phdr[i].p_memsz;
	}
	if (!info->dlpi_name[0] && inside.modules == 0 &&
	    readlink("/proc/self/exe", self, sizeof self - 1) < 0)
		return 0;
	add_module(self[0] ? self : info->dlpi_name, info->dlpi_addr, start, end);
	return 0;
}

/* Before main: what a report needs cannot be got from within one. */
__attribute__((constructor)) static void prepare(void)
{
	const char *path = getenv(RECORD_VARIABLE);
	void *page =
		mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	yields_start();
	if (page != MAP_FAILED)
		inside.reports = page;
	if (!path || !*path)
		return;
	dl_iterate_phdr(note_module, NULL);
	take_over_text(path);
}

bool inside_is_on(void)
{
	return true;
}

INSIDE_RAW long inside_reports(void)
{
	return inside.reports ? __atomic_load_n(inside.reports, __ATOMIC_RELAXED) : 0;
}

static void *tsan_canary_touch(void *unused)
{
	for (size_t i = 0; i < sizeof canary_cells / sizeof *canary_cells; i++)
		canary_cells[i]++;
	return unused;
}

void inside_canary(void)
{
	pthread_t other;

	if (!inside.path[0] || pthread_create(&other, NULL, tsan_canary_touch, NULL) != 0)
		return;
	/*
	 * A race whatever the timing: nothing orders this touch and the other thread's, which
	 * started after our creation of it and ends before our join. Only if both come at the very
	 * same moment can the detector miss one: not all of so many.
	 */
	tsan_canary_touch(NULL);
	pthread_join(other, NULL);
}

void inside_name_addresses(const char *(*locate)(const void *address))
{
	inside.locate = locate;
}

#endif
