/*
 * explore_vs_peers.c: how long until a race is shown? The explorer beside helgrind and
 * ThreadSanitizer, each as the whole command that a person waits for, on the same program built
 * beforehand: lab03's broken list, on which two threads push.
 *
 *   make build/bin/bench-explore && build/bin/bench-explore
 */
#include "bench/contest.h"

#include "base/die.h"
#include "explore/compile.h"
#include "measure/clock.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define FOLDER "build/tests/bench"
#define LIST "labs/lab03-shared-list/broken.c"
#define INSERT "tests/data/bench-subjects/insert.c"
#define FLAGS "-gdwarf-4 -O0 -pthread -iquote labs/lab03-shared-list -DTHREADS=2 -DINSERTS=2 "

/* Returns ns until the command has ended, or -1 if it does not end with this status. */
static double time_command(const char *command, long count, int status)
{
	int64_t start = clock_ns();

	for (long i = 0; i < count; i++) {
		int ended = system(command);

		if (!WIFEXITED(ended) || WEXITSTATUS(ended) != status)
			return -1;
	}
	return (double)(clock_ns() - start);
}

/* By the same compiler. Valgrind 3.19 does not know its DWARF 5. */
static void build(const char *program, const char *flags)
{
	char command[1024];

	snprintf(command, sizeof command,
		 "mkdir -p " FOLDER " && test -e " FOLDER "/%s || "
		 "\"${CLANG:-$(harness/setup/tools.sh clang)}\" " FLAGS "%s -o " FOLDER
		 "/%s " INSERT " " LIST,
		 program, flags, program);
	if (system(command) != 0)
		die_user("cannot build %s: run this from the top of the repository", program);
}

static double explore(long count)
{
	static char program[PATH_MAX];
	char insert[] = INSERT, list[] = LIST, iquote[] = "-iquote",
	     lab[] = "labs/lab03-shared-list", threads[] = "-DTHREADS=2", inserts[] = "-DINSERTS=2";
	struct compile_request request = {.file_count = 2,
					  .flag_count = 4,
					  .file = {insert, list},
					  .flag = {iquote, lab, threads, inserts}};
	char command[PATH_MAX + 64];

	if (!*program)
		compile_program(&request, program, sizeof program);
	snprintf(command, sizeof command, "build/bin/explore '%s' >/dev/null 2>&1", program);
	return time_command(command, count, 1);
}

static double helgrind(long count)
{
	build("plain", "");
	return time_command("valgrind --tool=helgrind --error-exitcode=9 " FOLDER
			    "/plain >/dev/null 2>&1",
			    count, 9);
}

/* Without address randomization, which older runtimes cannot have. */
static double thread_sanitizer(long count)
{
	build("tsan", "-fsanitize=thread");
	return time_command("TSAN_OPTIONS=exitcode=9 setarch -R " FOLDER "/tsan >/dev/null 2>&1",
			    count, 9);
}

static const char *no_valgrind(void)
{
	return system("command -v valgrind >/dev/null") == 0 ? NULL
							     : "no valgrind: run 'make deps-test'";
}

static const struct contest contests[] = {
	{.name = "first race shown (helgrind)",
	 .ours = {"build/bin/explore", explore},
	 .peer = {"valgrind --tool=helgrind", helgrind},
	 .target = 0.2,
	 .missing = no_valgrind,
	 .launches = 8,
	 .batches = 3,
	 .count = 1},
	{.name = "first race shown (ThreadSanitizer)",
	 .ours = {"build/bin/explore", explore},
	 .peer = {"a program with -fsanitize=thread", thread_sanitizer},
	 .note = "it reports a race in whichever run; the explorer shows a schedule that does harm",
	 .launches = 8,
	 .batches = 3,
	 .count = 1},
	{.name = NULL},
};

int main(int argc, char **argv)
{
	return contest_main(argc, argv, contests);
}
