/* tree.c: a process and all that descends from it: how much they use, and their end. */
#include "sandbox/internal.h"

#include "base/die.h"

#include <dirent.h>
#include <errno.h>
#include <fts.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_TREE 65536

/* A short file of /proc; false: the process has gone. */
static bool read_proc(char *text, size_t size, const char *format, int pid)
{
	char path[96];
	FILE *file;
	size_t length;

	snprintf(path, sizeof path, format, pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	length = fread(text, 1, size - 1, file);
	text[length] = '\0';
	fclose(file);
	return length > 0;
}

static void add_usage(pid_t pid, struct tree *tree, size_t *shared)
{
	char text[1024];
	unsigned long resident, common, user, system;
	const char *after;

	if (read_proc(text, sizeof text, "/proc/%d/statm", pid) &&
	    sscanf(text, "%*u %lu %lu", &resident, &common) == 2) {
		tree->memory += (resident - common) * (size_t)sysconf(_SC_PAGESIZE);
		if (common * (size_t)sysconf(_SC_PAGESIZE) > *shared)
			*shared = common * (size_t)sysconf(_SC_PAGESIZE);
	}
	/* The name may hold anything, blanks and brackets too: what counts follows the last one. */
	if (read_proc(text, sizeof text, "/proc/%d/stat", pid) && (after = strrchr(text, ')')) &&
	    sscanf(after + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
		   &system) == 2)
		tree->cpu_seconds += (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

/* Append the children of one of its threads to the list. */
static int add_children_of(pid_t pid, int thread, pid_t *list, int count, int most)
{
	char path[96];
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, thread);
	file = fopen(path, "re");
	if (!file)
		return count; /* it has gone */
	while (count < most && fscanf(file, "%d", &list[count]) == 1)
		count++;
	fclose(file);
	return count;
}

static int add_children(pid_t pid, pid_t *list, int count, int most)
{
	char path[64];
	DIR *threads;
	struct dirent *entry;

	snprintf(path, sizeof path, "/proc/%d/task", pid);
	threads = opendir(path);
	if (!threads)
		return count;
	while ((entry = readdir(threads)))
		if (entry->d_name[0] != '.')
			count = add_children_of(pid, atoi(entry->d_name), list, count, most);
	closedir(threads);
	return count;
}

int tree_children(pid_t pid, pid_t *list, int most)
{
	return add_children(pid, list, 0, most);
}

static int list_tree(pid_t root, pid_t *list, int most)
{
	int count = 1;

	list[0] = root;
	for (int i = 0; i < count; i++)
		count = add_children(list[i], list, count, most);
	return count;
}

void tree_measure(int most, struct tree *tree)
{
	static pid_t list[MOST_TREE];
	int limit = most + 1 < MOST_TREE ? most + 1 : MOST_TREE;
	size_t shared = 0;

	memset(tree, 0, sizeof *tree);
	tree->processes = list_tree(getpid(), list, limit) - 1;
	for (int i = 1; i <= tree->processes; i++)
		add_usage(list[i], tree, &shared);
	tree->memory += shared;
}

/* Returns how many there are. */
static int send_all(int signal)
{
	static pid_t list[MOST_TREE];
	int count = list_tree(getpid(), list, MOST_TREE);

	for (int i = 1; i < count; i++)
		if (kill(list[i], signal) != 0 && errno != ESRCH)
			die_system("cannot stop a process of the sandbox");
	return count - 1;
}

void tree_stop_all(void)
{
	int before, count = 0;

	do {
		before = count;
		count = send_all(SIGSTOP);
	} while (count > before);
}

void tree_kill_all(void)
{
	const struct timespec nap = {.tv_nsec = 1000000};

	while (send_all(SIGKILL) > 0) {
		nanosleep(&nap, NULL); /* to die takes a core */
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
}

size_t tree_folder_size(const char *folder, size_t most)
{
	char *const roots[] = {(char *)(uintptr_t)folder, NULL};
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;
	size_t size = 0;

	if (!walk)
		die_system("cannot look into %s", folder);
	while (size <= most && (entry = fts_read(walk)))
		if (entry->fts_info == FTS_F)
			size += (size_t)entry->fts_statp->st_blocks * 512 + 256;
	if (fts_close(walk) != 0)
		die_system("cannot look into %s", folder);
	return size;
}
