/* file.c: whole files in and out (see file.h). */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int file_make_folder(const char *path)
{
	char prefix[PATH_MAX];

	if (snprintf(prefix, sizeof prefix, "%s/", path) >= (int)sizeof prefix) {
		errno = ENAMETOOLONG;
		return -1;
	}
	for (char *slash = strchr(prefix + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(prefix, 0777) != 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return 0;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data += n;
		size -= (size_t)n;
	}
	return 0;
}

static int write_aside(const char *aside, const void *data, size_t size)
{
	int fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int failed;

	if (fd < 0)
		return -1;
	/* fsync, because a full disk may show only when the data really goes there. */
	failed = write_all(fd, data, size) != 0 || fsync(fd) != 0;
	if (close(fd) != 0)
		failed = 1;
	return failed ? -1 : 0;
}

static int make_parent(const char *path)
{
	char parent[PATH_MAX];
	const char *slash = strrchr(path, '/');

	if (!slash || slash == path)
		return 0;
	if ((size_t)(slash - path) >= sizeof parent) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(parent, path, (size_t)(slash - path));
	parent[slash - path] = '\0';
	return file_make_folder(parent);
}

static int replace(const char *path, const void *data, size_t size)
{
	char aside[PATH_MAX];
	int saved;

	if (snprintf(aside, sizeof aside, "%s.part.%d", path, (int)getpid()) >= (int)sizeof aside) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (make_parent(path) != 0)
		return -1;
	if (write_aside(aside, data, size) == 0 && rename(aside, path) == 0)
		return 0;
	saved = errno;
	unlink(aside);
	errno = saved;
	return -1;
}

int file_replace(const char *path, const void *data, size_t size)
{
	sigset_t interrupts, before;
	int result;

	/* A signal between write and rename would leave the aside file: let it wait. */
	sigemptyset(&interrupts);
	sigaddset(&interrupts, SIGINT);
	sigaddset(&interrupts, SIGTERM);
	sigaddset(&interrupts, SIGHUP);
	sigprocmask(SIG_BLOCK, &interrupts, &before);
	result = replace(path, data, size);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return result;
}

static char *slurp(FILE *file, size_t *size)
{
	char *text = NULL;
	size_t used = 0, room = 0;

	for (;;) {
		if (room - used < 2) {
			char *larger = realloc(text, room = room ? 2 * room : 4096);

			if (!larger) {
				free(text);
				return NULL;
			}
			text = larger;
		}
		size_t n = fread(text + used, 1, room - used - 1, file);

		if (n == 0)
			break;
		used += n;
	}
	text[used] = '\0';
	if (size)
		*size = used;
	return text;
}

char *file_read(const char *path, size_t *size)
{
	FILE *file = fopen(path, "re");
	char *text;

	if (!file)
		return NULL;
	text = slurp(file, size);
	if (text && ferror(file)) {
		free(text);
		text = NULL;
	}
	fclose(file);
	return text;
}

static bool remove_entry(FTSENT *entry)
{
	/* Whoever made the folder may have closed it; it must be open to be looked into. */
	if (entry->fts_info == FTS_D)
		return chmod(entry->fts_accpath, 0700) == 0;
	return remove(entry->fts_accpath) == 0 || errno == ENOENT;
}

int file_remove_tree(const char *path)
{
	char *const roots[] = {(char *)(uintptr_t)path, NULL};
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;
	int failed = 0;

	if (!walk)
		return -1;
	while ((entry = fts_read(walk)))
		if (!remove_entry(entry))
			failed = errno;
	if (fts_close(walk) != 0 && !failed)
		failed = errno;
	errno = failed;
	return failed ? -1 : 0;
}

int file_own_folder(char *folder, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", folder, size);
	char *slash;

	if (n < 0)
		return -1;
	if ((size_t)n >= size) {
		errno = ENAMETOOLONG;
		return -1;
	}
	folder[n] = '\0';
	slash = strrchr(folder, '/');
	if (slash)
		*slash = '\0';
	return 0;
}
