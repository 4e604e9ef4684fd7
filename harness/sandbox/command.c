/* command.c: the command line that a job becomes (see internal.h). */
#include "sandbox/internal.h"

#include "base/die.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
	int count;
	char *word[COMMAND_WORDS];
	char text[8][32]; /* numbers */
	int texts;
} command;

static void add(const char *word)
{
	BUG_UNLESS(command.count + 1 < COMMAND_WORDS);
	command.word[command.count++] = (char *)(uintptr_t)word;
	command.word[command.count] = NULL;
}

static void add_all(const char *const *words)
{
	for (; *words; words++)
		add(*words);
}

static const char *number(size_t value)
{
	char *text = command.text[command.texts++];

	BUG_UNLESS(command.texts <= (int)(sizeof command.text / sizeof *command.text));
	snprintf(text, sizeof command.text[0], "%zu", value);
	return text;
}

/* Where programs and libraries are; on a merged /usr some are links to be made again. */
static void add_system(void)
{
	static const char *const folders[] = {"/bin",	"/lib",	   "/lib64",
					      "/lib32", "/libx32", "/sbin"};
	static const char *const targets[] = {"usr/bin",   "usr/lib",	 "usr/lib64",
					      "usr/lib32", "usr/libx32", "usr/sbin"};

	add_all((const char *[]){"--ro-bind", "/usr", "/usr", NULL});
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		char link[64];

		if (readlink(folders[i], link, sizeof link) > 0)
			add_all((const char *[]){"--symlink", targets[i], folders[i], NULL});
		else if (access(folders[i], F_OK) == 0)
			add_all((const char *[]){"--ro-bind", folders[i], folders[i], NULL});
	}
	add_all((const char *[]){"--ro-bind-try", "/etc/alternatives", "/etc/alternatives",
				 "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", NULL});
}

/* /dev with nothing to fill but /dev/shm, which like /tmp has a size. */
static void add_scratch(const struct sandbox_limits *limits)
{
	const char *size = number(limits->file_size);

	add_all((const char *[]){"--proc", "/proc", "--dev", "/dev", "--size", size, "--tmpfs",
				 "/dev/shm", "--remount-ro", "/dev", "--size", size, "--tmpfs",
				 "/tmp", NULL});
}

static void add_environment(const struct sandbox_job *job, enum sandbox_kind kind)
{
	/* Without namespaces there is no /tmp of its own: what is temporary goes into its folder. */
	bool own = kind == SANDBOX_BUBBLEWRAP;

	add_all((const char *[]){"/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
				 own ? "HOME=/tmp" : "HOME=.", own ? "TMPDIR=/tmp" : "TMPDIR=.",
				 NULL});
	if (job->environment)
		add_all(job->environment);
}

static void add_bubblewrap(const struct sandbox_job *job, int filter)
{
	add_all((const char *[]){"/usr/bin/bwrap", "--unshare-all", "--unshare-user",
				 "--disable-userns", "--uid", "65534", "--gid", "65534",
				 "--cap-drop", "ALL", "--die-with-parent", "--new-session",
				 "--hostname", "sandbox", NULL});
	add_system();
	add_scratch(&job->limits);
	for (int i = 0; i < SANDBOX_READABLE && job->readable[i]; i++)
		add_all((const char *[]){"--ro-bind", job->readable[i], job->readable[i], NULL});
	add_all((const char *[]){"--bind", job->folder, job->folder, "--remount-ro", "/", "--chdir",
				 job->folder, "--seccomp", number((size_t)filter), "--", NULL});
}

char *const *command_of(const struct sandbox_job *job, enum sandbox_kind kind, int filter)
{
	command.count = command.texts = 0;
	if (kind == SANDBOX_BUBBLEWRAP)
		add_bubblewrap(job, filter);
	add_environment(job, kind);
	/* Inside, where the namespace counts them apart; for root the supervisor counts. */
	if (kind == SANDBOX_BUBBLEWRAP) {
		static char limit[48];

		snprintf(limit, sizeof limit, "--nproc=%d", 16 * job->limits.processes);
		add_all((const char *[]){"/usr/bin/prlimit", limit, "--", NULL});
	}
	add_all(job->argv);
	return command.word;
}
