/* workspace.c: from a path that somebody typed to a box that the sandbox may write to. */
#include "grade/fix.h"

#include "base/die.h"
#include "base/file.h"
#include "base/term.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MIB ((uint64_t)1 << 20)
/* To begin with: as much as the sandbox lets a fix write, and some for the others. */
#define ROOM_TO_BEGIN (320 * MIB)
#define ROOM_TO_GO_ON (16 * MIB)
#define FILES_TO_GO_ON 64 /* inodes; filesystems without such a limit say 0 of 0 */

#define MOST_SOURCE ((off_t)256 << 10)

static int lock = -1;

/* Only what is harmless in a path: two files of the same name in different folders differ. */
static void choose_name(struct fix *fix, const char *source)
{
	const char *base = strrchr(source, '/') ? strrchr(source, '/') + 1 : source;
	char real[PATH_MAX];
	uint32_t hash = 2166136261u;
	size_t length = 0;
	char usual[2 * PATH_MAX];

	for (; *base && strcmp(base, ".c") != 0 && length < 40; base++)
		fix->name[length++] = (char)(isalnum((unsigned char)*base) ? *base : '-');
	fix->name[length] = '\0';
	snprintf(usual, sizeof usual, "%s/labs/%s/", fix->top, fix->lab);
	if (!realpath(source, real) || strncmp(real, usual, strlen(usual)) == 0)
		return;
	for (const char *at = real; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 16777619u;
	snprintf(fix->name + length, sizeof fix->name - length, "-%08x", hash);
}

/*
 * A link could lead to a file that whoever made the link may not read, but whoever grades may: the
 * solution, say. What is looked at and what is read are the same file, also if somebody exchanges it.
 */
static int open_source(const struct fix *fix, const char *source)
{
	int fd = open(source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		die_user("there is no %s: make one with 'make start LAB=%s'", source, fix->id);
	if (fd < 0 && errno == ELOOP)
		die_user("%s is a link: give the file itself", source);
	if (fd < 0 && errno == EACCES)
		die_user("you may not read %s: see its permissions with ls -l, and those of its "
			 "folder",
			 source);
	if (fd < 0)
		die_system("cannot read %s", source);
	return fd;
}

static void check_kind(int fd, const char *source)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		die_system("cannot read %s", source);
	if (!S_ISREG(status.st_mode))
		die_user("%s is no file: give a C file", source);
	if (status.st_size > MOST_SOURCE)
		die_user("%s has %lld bytes: a fix has at most %lld", source,
			 (long long)status.st_size, (long long)MOST_SOURCE);
}

static char *read_source(const struct fix *fix, const char *source, size_t *size)
{
	int fd = open_source(fix, source);
	char again[32];
	char *text;

	check_kind(fd, source);
	snprintf(again, sizeof again, "/proc/self/fd/%d", fd);
	text = file_read(again, size);
	if (!text || close(fd) != 0)
		die_system("cannot read %s", source);
	if (strspn(text, " \t\r\n") == *size)
		die_user("%s is empty: start from broken.c, with 'make start LAB=%s'", source,
			 fix->id);
	if (strlen(text) != *size)
		die_user("%s is no text: give a C file", source);
	return text;
}

/* Two at once must not write the same results. The lock goes with the process. */
static void lock_results(const struct fix *fix)
{
	if (file_make_folder(fix->folder) != 0)
		die_system("cannot create %s", fix->folder);
	lock = open(fix->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
		return;
	term_progress("waiting: another grade of this file is under way");
	if (lock < 0 || flock(lock, LOCK_EX) != 0)
		die_system("cannot lock %s", fix->folder);
}

static void remove_box(const char *box)
{
	if (file_remove_tree(box) != 0)
		die_system("cannot remove %s", box);
}

static void copy_in(const struct fix *fix, const char *name, const char *text, size_t size)
{
	char path[2 * PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", fix->box, name);
	if (file_replace(path, text, size) != 0)
		die_system("cannot write %s", path);
}

static char *leftover; /* the box, until it is removed */

/* Also when the grader gives up. What cannot be removed then, the next grade removes. */
static void discard_box(void)
{
	if (leftover)
		(void)file_remove_tree(leftover);
}

static uint64_t free_room(const struct fix *fix, bool *has_files)
{
	struct statvfs disk;

	if (statvfs(fix->folder, &disk) != 0)
		die_system("cannot look at the disk of %s", fix->folder);
	*has_files = disk.f_files == 0 || disk.f_favail >= FILES_TO_GO_ON;
	return (uint64_t)disk.f_bavail * disk.f_frsize;
}

static void check_room(const struct fix *fix, uint64_t least, const char *when)
{
	bool has_files;
	uint64_t room = free_room(fix, &has_files);

	if (room >= least && has_files)
		return;
	die_user("the disk %s (%llu MiB are free%s): no marks; make room on the disk of %s "
		 "(%llu MiB will do) and grade again",
		 when, (unsigned long long)(room / MIB), has_files ? "" : ", but no more files",
		 fix->folder, (unsigned long long)(ROOM_TO_BEGIN / MIB));
}

void workspace_check_room(const struct fix *fix)
{
	check_room(fix, ROOM_TO_GO_ON, "has become full");
}

/* Of a grader that was killed there may be one still. */
static void make_box(struct fix *fix)
{
	remove_box(fix->box);
	leftover = fix->box;
	if (atexit(discard_box) != 0)
		BUG("no room for a handler at exit");
	if (file_make_folder(fix->box) != 0)
		die_system("cannot create %s", fix->box);
}

void workspace_open(struct fix *fix, const char *source)
{
	size_t size;
	char *text;

	snprintf(fix->source, sizeof fix->source, "%s", source);
	text = read_source(fix, source, &size);
	choose_name(fix, source);
	if (snprintf(fix->folder, sizeof fix->folder, "%s/build/grade/%s/%s", fix->top, fix->id,
		     fix->name) >= (int)sizeof fix->folder - 8)
		die_user("the path of this repository is too long: move it");
	lock_results(fix);
	check_room(fix, ROOM_TO_BEGIN, "is nearly full");
	strcpy(fix->box, fix->folder);
	strcat(fix->box, "/box");
	make_box(fix);
	fix->seed = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < size; i++)
		fix->seed = (fix->seed ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	copy_in(fix, "fix.c", text, size);
	free(text);
}

void workspace_close(struct fix *fix)
{
	remove_box(fix->box);
	leftover = NULL;
	if (close(lock) != 0)
		die_system("cannot unlock %s", fix->folder);
	free(fix->module);
	for (int i = 0; i < GRADE_MOST_CHECKS; i++)
		free(fix->verdict[i].evidence);
}

const char *workspace_quote(const char *path, char *word, size_t size)
{
	size_t length = 0;

	if (path[strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			      "_./-+,:@%")] == '\0')
		return path;
	word[length++] = '\'';
	for (; *path && length + 8 < size; path++)
		/* A quote ends the quoted part, stands for itself, and begins another one. */
		length += (size_t)snprintf(word + length, size - length, "%.*s",
					   *path == '\'' ? 4 : 1, *path == '\'' ? "'\\''" : path);
	snprintf(word + length, size - length, "'");
	return word;
}

char *workspace_read(const struct fix *fix, const char *name)
{
	char path[2 * PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", fix->box, name);
	return file_read(path, NULL);
}
