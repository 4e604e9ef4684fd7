/* kind.c: which sandbox there is (see sandbox.h). */
#include "sandbox/internal.h"

#include "base/die.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Namespaces may be forbidden although bubblewrap is there, as in many containers. */
static bool bubblewrap_works(void)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		die_system("cannot try bubblewrap");
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		if (null < 0 || dup2(null, STDERR_FILENO) < 0)
			_exit(1);
		execl("/usr/bin/bwrap", "bwrap", "--unshare-all", "--unshare-user", "--ro-bind",
		      "/", "/", "--proc", "/proc", "/usr/bin/true", (char *)NULL);
		_exit(1);
	}
	if (waitpid(pid, &status, 0) != pid)
		die_system("cannot try bubblewrap");
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static enum sandbox_kind find_kind(void)
{
	const char *wish = getenv("SANDBOX");

	if (wish && strcmp(wish, "none") == 0)
		return SANDBOX_NONE;
	if (wish && strcmp(wish, "landlock") == 0 && landlock_works())
		return SANDBOX_LANDLOCK;
	if (wish && strcmp(wish, "landlock") == 0)
		die_user("SANDBOX=landlock: this kernel has no Landlock, or too old a one: Linux "
			 "6.12 is needed");
	if (wish && *wish && strcmp(wish, "bubblewrap") != 0)
		die_user("SANDBOX=%s: choose bubblewrap, landlock or none", wish);
	if (bubblewrap_works())
		return SANDBOX_BUBBLEWRAP;
	if (wish && *wish)
		die_user("SANDBOX=bubblewrap: it does not work here: is it installed, and are user "
			 "namespaces allowed?");
	if (!landlock_works())
		die_user("there is no sandbox: install bubblewrap ('make deps') and allow user "
			 "namespaces, or set SANDBOX=none to run code that you trust");
	return SANDBOX_LANDLOCK;
}

enum sandbox_kind sandbox_kind(void)
{
	static bool known;
	static enum sandbox_kind kind;

	if (!known)
		kind = find_kind();
	known = true;
	return kind;
}

const char *sandbox_describe(const struct sandbox_job *job, const struct sandbox_result *result,
			     char *text, size_t size)
{
	const struct sandbox_limits *limits = &job->limits;

	text[0] = '\0';
	switch (result->end) {
	case SANDBOX_EXITED:
		if (result->status != 0)
			snprintf(text, size, "ended with status %d", result->status);
		break;
	case SANDBOX_SIGNALLED:
		snprintf(text, size, "was killed: %s", strsignal(result->status));
		break;
	case SANDBOX_TOO_LONG:
		snprintf(text, size, "took longer than %g s", limits->wall_seconds);
		break;
	case SANDBOX_TOO_MUCH_CPU:
		snprintf(text, size, "used more than %.0f s of processor time",
			 limits->cpu_seconds);
		break;
	case SANDBOX_TOO_MUCH_MEMORY:
		snprintf(text, size, "used more than %zu MiB of memory", limits->memory >> 20);
		break;
	case SANDBOX_TOO_MUCH_OUTPUT:
		snprintf(text, size, "printed more than %zu KiB", limits->output >> 10);
		break;
	case SANDBOX_TOO_MUCH_SPACE:
		snprintf(text, size, "wrote more than %zu MiB into files",
			 limits->folder_size >> 20);
		break;
	case SANDBOX_INTERRUPTED:
		snprintf(text, size, "was interrupted");
		break;
	case SANDBOX_TOO_MANY_PROCESSES:
		snprintf(text, size, "started more than %d processes", limits->processes);
		break;
	}
	return text;
}
