/* compile.c: builds programs, unless that has been done (see compile.h). */
#include "explore/compile.h"

#include "base/die.h"
#include "base/file.h"
#include "base/term.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMPILER_FINDER "harness/setup/tools.sh"
#define BIN "/build/bin"

static bool is_c(const char *path)
{
	size_t length = strlen(path);

	return length > 2 && strcmp(path + length - 2, ".c") == 0;
}

static void check_file(const char *path)
{
	struct stat status;

	if (access(path, R_OK) != 0 || stat(path, &status) != 0)
		die_system("cannot read %s", path);
	if (!is_c(path) || !S_ISREG(status.st_mode))
		die_user("%s: give C files (.c), or one program that was built before", path);
}

static unsigned long long mix(unsigned long long hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
	return (hash ^ '\n') * 0x100000001b3;
}

/* FNV-1a over all that a build depends on but contents. */
static unsigned long long key_of(const struct compile_request *request)
{
	const char *compiler = getenv("CLANG");
	unsigned long long hash = mix(0xcbf29ce484222325, compiler ? compiler : "");
	char absolute[PATH_MAX];

	for (int i = 0; i < request->file_count; i++)
		hash = mix(hash, realpath(request->file[i], absolute) ? absolute : "");
	for (int i = 0; i < request->flag_count; i++)
		hash = mix(hash, request->flag[i]);
	return hash;
}

static bool is_newer(const char *path, const struct stat *than)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return true;
	return status.st_mtim.tv_sec > than->st_mtim.tv_sec ||
	       (status.st_mtim.tv_sec == than->st_mtim.tv_sec &&
		status.st_mtim.tv_nsec >= than->st_mtim.tv_nsec);
}

/* build.sh lists beside the program what its sources are and include, a path a line. */
static bool is_fresh(const char *program, const char *library)
{
	char list[PATH_MAX + 96], *paths, *rest;
	struct stat built;
	bool fresh = true;

	snprintf(list, sizeof list, "%s.sources", program);
	if (stat(program, &built) != 0 || is_newer(library, &built))
		return false;
	rest = paths = file_read(list, NULL);
	if (!paths)
		return false;
	for (char *path; (path = strsep(&rest, "\n"));)
		fresh = fresh && (!*path || !is_newer(path, &built));
	free(paths);
	return fresh;
}

static void run_script(char *const argv[])
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		die_system("cannot start %s", argv[0]);
	if (pid == 0) {
		execv(argv[0], argv);
		die_system("cannot run %s", argv[0]);
	}
	if (waitpid(pid, &status, 0) != pid)
		die_system("cannot wait for %s", argv[0]);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		exit(DIE_STATUS); /* the script has said why */
}

static void find_compiler(const char *top, char *compiler, size_t size)
{
	char question[2 * PATH_MAX];
	FILE *answer;

	if (getenv("CLANG")) {
		snprintf(compiler, size, "%s", getenv("CLANG"));
		return;
	}
	snprintf(question, sizeof question, "'%s/" COMPILER_FINDER "' clang", top);
	answer = popen(question, "r");
	if (!answer || !fgets(compiler, (int)size, answer))
		die_user("no clang is found: run 'make deps'");
	compiler[strcspn(compiler, "\n")] = '\0';
	pclose(answer);
}

/* Two at once must not write the same files; the lock goes with the process, or with close. */
static int lock_folder(const char *folder)
{
	int fd;

	if (file_make_folder(folder) != 0)
		die_system("cannot create %s", folder);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || flock(fd, LOCK_EX) != 0)
		die_system("cannot lock %s", folder);
	return fd;
}

static void find_top(char *top, size_t size)
{
	size_t length;

	if (file_own_folder(top, size) != 0)
		die_system("cannot find my own folder");
	length = strlen(top);
	if (length < strlen(BIN) || strcmp(top + length - strlen(BIN), BIN) != 0)
		die_user("I am in %s: run me where make build puts me, as build/bin/explore", top);
	top[length - strlen(BIN)] = '\0';
}

static void run_build(const struct compile_request *request, const char *top, char *lib,
		      char *program)
{
	char script[PATH_MAX + 32], compiler[PATH_MAX];
	char *argv[8 + COMPILE_MOST_FILES + COMPILE_MOST_FLAGS] = {script, program, compiler, lib,
								   "-D_GNU_SOURCE"};
	int argc = 5;

	snprintf(script, sizeof script, "%s/harness/explore/build.sh", top);
	find_compiler(top, compiler, sizeof compiler);
	term_progress("building: %s", request->file[0]);
	for (int i = 0; i < request->flag_count; i++)
		argv[argc++] = request->flag[i];
	argv[argc++] = "--";
	for (int i = 0; i < request->file_count; i++)
		argv[argc++] = request->file[i];
	run_script(argv);
	term_progress_end();
}

/* Build, unless that has been done; writes the program's path. */
static void build(const struct compile_request *request, char *program, size_t size)
{
	char top[PATH_MAX], lib[PATH_MAX + 32], library[PATH_MAX + 64], folder[PATH_MAX + 64];
	int lock;

	find_top(top, sizeof top);
	snprintf(lib, sizeof lib, "%s/build/obj/native", top);
	snprintf(library, sizeof library, "%s/libharness.a", lib);
	snprintf(folder, sizeof folder, "%s/build/explore/%016llx", top, key_of(request));
	snprintf(program, size, "%s/program", folder);
	lock = lock_folder(folder);
	if (!is_fresh(program, library))
		run_build(request, top, lib, program);
	close(lock);
}

static bool is_built(const struct compile_request *request)
{
	const char *path = request->file[0];
	struct stat status;

	return request->file_count == 1 && !is_c(path) && stat(path, &status) == 0 &&
	       S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

void compile_program(const struct compile_request *request, char *program, size_t size)
{
	if (is_built(request)) {
		snprintf(program, size, "%s", request->file[0]);
		return;
	}
	for (int i = 0; i < request->file_count; i++)
		check_file(request->file[i]);
	build(request, program, size);
}
