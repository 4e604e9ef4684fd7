/*
 * landlock.c: where there are no user namespaces: a process gives up for itself and its children
 * what it does not need (see internal.h). Linux 6.12 or newer: before, signals would get out.
 */
#include "sandbox/internal.h"

#include "base/die.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As in linux/landlock.h, which older systems lack or have in part. */
#define CREATE_RULESET 444
#define ADD_RULE 445
#define RESTRICT_SELF 446
#define VERSION_FLAG 1u
#define RULE_PATH 1
#define LEAST_VERSION 6

#define FS_EXECUTE UINT64_C(1)
#define FS_WRITE_FILE (UINT64_C(1) << 1)
#define FS_READ_FILE (UINT64_C(1) << 2)
#define FS_READ_FOLDER (UINT64_C(1) << 3)
#define FS_TRUNCATE (UINT64_C(1) << 14)
#define FS_ALL ((UINT64_C(1) << 16) - 1) /* of version 5: device ioctls are the last */
#define FS_LOOK (FS_EXECUTE | FS_READ_FILE | FS_READ_FOLDER)
#define FS_OF_FILES (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE)
#define FS_MAKE_DEVICES ((UINT64_C(1) << 6) | (UINT64_C(1) << 11)) /* character, block */
#define NET_ALL UINT64_C(3)					   /* bind and connect */
#define SCOPE_ALL UINT64_C(3) /* abstract Unix sockets, signals */

struct ruleset {
	uint64_t fs, net, scope;
};

struct path_rule {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

bool landlock_works(void)
{
	return syscall(CREATE_RULESET, NULL, 0, VERSION_FLAG) >= LEAST_VERSION;
}

/* What is not there needs no rule. */
static void allow(int ruleset, const char *path, uint64_t allowed)
{
	struct path_rule rule = {.allowed = allowed, .parent = open(path, O_PATH | O_CLOEXEC)};
	struct stat status;

	if (rule.parent < 0 && errno == ENOENT)
		return;
	if (rule.parent < 0 || fstat(rule.parent, &status) != 0)
		die_system("cannot show %s to the sandbox", path);
	if (!S_ISDIR(status.st_mode))
		rule.allowed &= FS_OF_FILES;
	if (syscall(ADD_RULE, ruleset, RULE_PATH, &rule, 0) != 0 || close(rule.parent) != 0)
		die_system("cannot show %s to the sandbox", path);
}

void landlock_enter(const struct sandbox_job *job)
{
	static const char *const system[] = {"/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32",
					     "/libx32", "/etc/alternatives", "/etc/ld.so.cache",
					     /* other processes' secrets stay theirs: they are
						outside of our domain, as a debugger would be */
					     "/proc"};
	static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/urandom",
					      "/dev/random"};
	const struct ruleset all = {FS_ALL, NET_ALL, SCOPE_ALL};
	int ruleset = (int)syscall(CREATE_RULESET, &all, sizeof all, 0);

	if (ruleset < 0)
		die_system("cannot make a sandbox");
	for (size_t i = 0; i < sizeof system / sizeof *system; i++)
		allow(ruleset, system[i], FS_LOOK);
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		allow(ruleset, devices[i], FS_READ_FILE | FS_WRITE_FILE);
	for (int i = 0; i < SANDBOX_READABLE && job->readable[i]; i++)
		allow(ruleset, job->readable[i], FS_LOOK);
	allow(ruleset, job->folder, FS_ALL & ~FS_MAKE_DEVICES);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    syscall(RESTRICT_SELF, ruleset, 0) != 0 || close(ruleset) != 0)
		die_system("cannot enter the sandbox");
}
