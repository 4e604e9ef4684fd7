/*
 * sandbox.c: what is tried inside the sandbox stays inside, and ends; each attack has a twin that is
 * let through. Never outside of a sandbox: the attacks are shell commands that only it gets to see.
 */
#include "suite.h"

#include "base/die.h"
#include "base/file.h"
#include "sandbox/sandbox.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char marker[16]; /* seconds of sleep that nobody else sleeps */
static char folder[] = "/tmp/interleave-sandbox.XXXXXX";
static struct sandbox_limits limits;
static struct sandbox_result result;

static void run_with(const char *script, const char *readable, const char *input)
{
	const char *argv[] = {"/bin/bash", "-c", script, NULL};
	struct sandbox_job job = {.argv = argv,
				  .folder = folder,
				  .readable = {readable},
				  .input = input,
				  .limits = limits};

	free(result.output);
	sandbox_run(&job, &result);
}

static void run(const char *script)
{
	run_with(script, NULL, NULL);
}

static void reset_limits(void)
{
	static const struct sandbox_limits defaults = SANDBOX_LIMITS;

	limits = defaults;
	limits.wall_seconds = 20;
}

static void expect_status(const char *script, int status)
{
	run(script);
	CU_ASSERT_EQUAL(result.end, SANDBOX_EXITED);
	CU_ASSERT_EQUAL(result.status, status);
	if (result.end != SANDBOX_EXITED || result.status != status)
		printf("  %s: end %d, status %d: %s\n", script, result.end, result.status,
		       result.output);
}

static void expect_end(const char *script, enum sandbox_end end)
{
	run(script);
	CU_ASSERT_EQUAL(result.end, end);
	if (result.end != end)
		printf("  %s: end %d, status %d: %s\n", script, result.end, result.status,
		       result.output);
	reset_limits();
}

/* Is there a process whose command line has the marker? */
static bool marker_lives(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	bool found = false;

	if (!proc)
		die_system("/proc");
	while ((entry = readdir(proc))) {
		char path[300], line[64] = "";
		FILE *file;

		snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
		file = fopen(path, "re");
		if (!file)
			continue;
		if (fread(line, 1, sizeof line - 1, file) > 6)
			found |= strcmp(line, "sleep") == 0 && strcmp(line + 6, marker) == 0;
		fclose(file);
	}
	closedir(proc);
	return found;
}

static void tells_how_it_ended(void)
{
	expect_status("exit 0", 0);
	expect_status("exit 7", 7);
	run("kill -SEGV $$");
	CU_ASSERT_EQUAL(result.end, SANDBOX_SIGNALLED);
	CU_ASSERT_EQUAL(result.status, 11);
	run_with("cat; echo error >&2", NULL, "some input\n");
	CU_ASSERT_STRING_EQUAL(result.output, "some input\nerror\n");
}

/* A file in a folder that is not the sandbox's, and that any user of this test may read. */
static void write_elsewhere(char *elsewhere, char *path, size_t size)
{
	if (!mkdtemp(elsewhere))
		die_system("mkdtemp %s", elsewhere);
	snprintf(path, size, "%s/file", elsewhere);
	if (file_replace(path, "hello\n", 6) != 0)
		die_system("write %s", path);
}

static void reads_only_what_it_is_given(void)
{
	char elsewhere[] = "/tmp/interleave-elsewhere.XXXXXX";
	char path[sizeof elsewhere + 8], script[sizeof path + 16];

	write_elsewhere(elsewhere, path, sizeof path);
	snprintf(script, sizeof script, "cat %s", path);
	expect_status(script, 1);
	expect_status("cat /etc/shadow", 1);
	expect_status("ls /root /home", 2);
	expect_status("test -r /usr/bin/env", 0);
	run_with(script, elsewhere, NULL);
	CU_ASSERT_EQUAL(result.status, 0);
	CU_ASSERT_STRING_EQUAL(result.output, "hello\n");
	file_remove_tree(elsewhere);
}

static void writes_only_to_its_folder(void)
{
	expect_status("touch /usr/x || touch /x || touch /dev/x || touch /proc/x", 1);
	expect_status("echo hello >mine && test -s mine", 0);
	expect_status("rm mine", 0);
	if (sandbox_kind() == SANDBOX_BUBBLEWRAP)
		expect_status("echo hello >/tmp/mine", 0); /* its own */
	expect_status("test ! -e /tmp/mine", 0);
}

static void has_no_descriptors_of_ours(void)
{
	FILE *file = fopen("/etc/passwd", "r");

	if (!file || dup2(fileno(file), 9) != 9)
		die_system("cannot open a file to hide");
	expect_status("test ! -e /proc/self/fd/9 && test ! -e /proc/self/fd/3", 0);
	close(9);
	fclose(file);
}

static void has_no_environment_of_ours(void)
{
	setenv("SECRET", "of the instructor", 1);
	run("env");
	CU_ASSERT_PTR_NULL(strstr(result.output, "SECRET"));
	CU_ASSERT_PTR_NOT_NULL(strstr(result.output, "PATH=/usr/bin"));
}

static void has_no_network(void)
{
	expect_status("exec 3<>/dev/tcp/127.0.0.1/22", 1);
	run("exec 3<>/dev/tcp/127.0.0.1/22");
	CU_ASSERT_PTR_NOT_NULL(strstr(result.output, "Operation not permitted"));
	if (sandbox_kind() != SANDBOX_BUBBLEWRAP)
		return; /* it sees what network there is, and may not use it */
	run("cat /proc/net/dev");
	CU_ASSERT_PTR_NULL(strstr(result.output, "eth"));
}

static void reaches_no_other_process(void)
{
	char script[128];

	snprintf(script, sizeof script, "kill -9 %d", (int)getpid());
	expect_status(script, 1);
	setenv("SECRET", "of the instructor", 1);
	run("cat /proc/$PPID/environ /proc/1/environ");
	CU_ASSERT_PTR_NULL(memmem(result.output, result.output_size, "SECRET", 6));
	if (sandbox_kind() != SANDBOX_BUBBLEWRAP)
		return; /* it sees that there are others */
	run("kill -9 -1; kill -9 $PPID; ls -d /proc/[0-9]* | wc -l");
	CU_ASSERT_TRUE(result.end != SANDBOX_EXITED || atoi(result.output) < 10);
}

static void nothing_survives(void)
{
	char script[128];

	snprintf(marker, sizeof marker, "7%d", (int)getpid());
	snprintf(script, sizeof script, "(setsid setsid sleep %s & ) & sleep 0.1; exit 0", marker);
	expect_status(script, 0);
	CU_ASSERT_FALSE(marker_lives());
	limits.wall_seconds = 1;
	snprintf(script, sizeof script, "trap '' TERM INT HUP; setsid sleep %s & sleep %s", marker,
		 marker);
	expect_end(script, SANDBOX_TOO_LONG);
	CU_ASSERT_FALSE(marker_lives());
}

static void time_is_limited(void)
{
	limits.wall_seconds = 1;
	expect_end("sleep 100", SANDBOX_TOO_LONG);
	limits.cpu_seconds = 1;
	expect_end("while :; do :; done", SANDBOX_TOO_MUCH_CPU);
	limits.cpu_seconds = 1;
	expect_end("for i in 1 2 3; do (while :; do :; done) & done; wait", SANDBOX_TOO_MUCH_CPU);
}

static void memory_is_limited(void)
{
	limits.memory = (size_t)100 << 20;
	expect_end("head -c 400M /dev/zero | tail -c 1G >/dev/null; sleep 100",
		   SANDBOX_TOO_MUCH_MEMORY);
	limits.memory = (size_t)100 << 20;
	expect_end("for i in 1 2 3 4 5; do (head -c 40M /dev/zero | tail -c 40M | (sleep 1; cat) "
		   ">/dev/null) & done; wait; sleep 100",
		   SANDBOX_TOO_MUCH_MEMORY);
	limits.memory = (size_t)100 << 20;
	expect_status("head -c 20M /dev/zero | tail -c 20M >/dev/null", 0);
	reset_limits();
}

static void processes_are_limited(void)
{
	limits.processes = 30;
	expect_end("f() { f | f & }; f; sleep 100", SANDBOX_TOO_MANY_PROCESSES);
	limits.processes = 30;
	expect_status("for i in 1 2 3 4 5; do sleep 0.1 & done; wait", 0);
	reset_limits();
}

static _Noreturn void run_bomb(void)
{
	limits.processes = 30;
	run("f() { f | f & }; f; sleep 100");
	_exit(result.end == SANDBOX_TOO_MANY_PROCESSES && result.wall_seconds < limits.wall_seconds
		      ? 0
		      : 1);
}

/* Where several grow at a time, who counts them must not have to wait for a core. */
static void several_bombs_are_stopped(void)
{
	pid_t bombs[3];
	int status;

	fflush(NULL);
	for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
		bombs[i] = fork();
		if (bombs[i] < 0)
			die_system("cannot fork");
		if (bombs[i] == 0)
			run_bomb();
	}
	for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
		CU_ASSERT_EQUAL(waitpid(bombs[i], &status, 0), bombs[i]);
		CU_ASSERT_EQUAL(status, 0);
	}
}

static void output_is_limited(void)
{
	limits.output = 100000;
	run("yes");
	CU_ASSERT_EQUAL(result.end, SANDBOX_TOO_MUCH_OUTPUT);
	CU_ASSERT_EQUAL(result.output_size, 100000);
	expect_status("head -c 90000 /dev/zero", 0);
	CU_ASSERT_EQUAL(result.output_size, 90000);
	reset_limits();
}

static void space_is_limited(void)
{
	limits.file_size = 1 << 20;
	run("head -c 10M /dev/zero >big");
	CU_ASSERT_FALSE(result.end == SANDBOX_EXITED && result.status == 0);
	limits.file_size = 1 << 20;
	limits.folder_size = 4 << 20;
	expect_end("i=0; while :; do i=$((i+1)); head -c 500K /dev/zero >file$i; done",
		   SANDBOX_TOO_MUCH_SPACE);
	expect_status("rm -f big file*; head -c 500K /dev/zero >small && rm small", 0);
	limits.file_size = 1 << 20;
	run("for i in 1 2 3; do head -c 900K /dev/zero >/tmp/$i || exit 5; done");
	CU_ASSERT_EQUAL(result.status, 5); /* or there is none */
	run("for i in 1 2 3; do head -c 900K /dev/zero >/dev/shm/$i || exit 5; done");
	CU_ASSERT_EQUAL(result.status, 5);
	reset_limits();
}

/* The one that the project uses: it may be there under a versioned name only. */
static bool find_compiler(char *name, size_t size)
{
	FILE *answer = popen("harness/setup/tools.sh clang", "r");

	bool found = answer && fgets(name, (int)size, answer);

	name[found ? strcspn(name, "\n") : 0] = '\0';
	if (answer)
		pclose(answer);
	return found;
}

static void compiles_and_detects(void)
{
	char script[1024], compiler[PATH_MAX];

	if (!find_compiler(compiler, sizeof compiler)) {
		suite_skip("no clang is found from here");
		return;
	}
	snprintf(script, sizeof script,
		 "cat >race.c <<'E'\n"
		 "#include <pthread.h>\n"
		 "static int n;\n"
		 "static void *f(void *a) { n++; return a; }\n"
		 "int main(void) { pthread_t t; pthread_create(&t, 0, f, 0); n++;\n"
		 "return pthread_join(t, 0); }\n"
		 "E\n"
		 "%s -fsanitize=thread -g -O0 race.c -o race || exit 3\n"
		 "setarch -R ./race; status=$?; rm race race.c; exit $status",
		 compiler);
	expect_status(script, 66);
	CU_ASSERT_PTR_NOT_NULL(strstr(result.output, "data race"));
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"it tells how a command ended", tells_how_it_ended},
		{"it reads only what it is given", reads_only_what_it_is_given},
		{"it writes only to its folder", writes_only_to_its_folder},
		{"it has no descriptors of ours", has_no_descriptors_of_ours},
		{"it has no environment of ours", has_no_environment_of_ours},
		{"it has no network", has_no_network},
		{"it reaches no other process", reaches_no_other_process},
		{"nothing survives it", nothing_survives},
		{"time is limited", time_is_limited},
		{"memory is limited", memory_is_limited},
		{"processes are limited", processes_are_limited},
		{"several bombs at a time are stopped", several_bombs_are_stopped},
		{"output is limited", output_is_limited},
		{"space is limited", space_is_limited},
		{"it compiles, and ThreadSanitizer works", compiles_and_detects},
		CU_TEST_INFO_NULL,
	};
	int status;

	if (!mkdtemp(folder))
		die_system("mkdtemp");
	reset_limits();
	status = suite_run("sandbox", tests, argc, argv);
	free(result.output);
	if (rmdir(folder) != 0)
		die_system("%s is not empty", folder);
	return status;
}
