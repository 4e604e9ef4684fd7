/* filter.c: system calls that no student's program needs, and attacks do (see internal.h). */
#include "sandbox/internal.h"

#include "base/die.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

/* All else is allowed: ThreadSanitizer needs personality, compilers need much. */
static const char *const refused[] = {
	"ptrace",
	"process_vm_readv",
	"process_vm_writev",
	"pidfd_getfd",
	"kcmp",
	"bpf",
	"perf_event_open",
	"userfaultfd",
	"io_uring_setup",
	"io_uring_enter",
	"io_uring_register",
	"keyctl",
	"add_key",
	"request_key",
	"mount",
	"umount2",
	"move_mount",
	"open_tree",
	"fsopen",
	"fsmount",
	"pivot_root",
	"chroot",
	"unshare",
	"setns",
	"kexec_load",
	"init_module",
	"finit_module",
	"delete_module",
	"open_by_handle_at",
	"name_to_handle_at",
	"quotactl",
	"acct",
	"swapon",
	"swapoff",
	"reboot",
	"socket",
	"socketpair",
	"connect",
	"bind",
	"listen",
	"mknod",
	"mknodat",
};

static void refuse(scmp_filter_ctx filter, const char *name)
{
	int number = seccomp_syscall_resolve_name(name);

	/* Not every machine has each of them. */
	if (number == __NR_SCMP_ERROR || number < 0)
		return;
	if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0) != 0)
		die_user("cannot refuse %s in the sandbox", name);
}

static scmp_filter_ctx make_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (!filter)
		die_user("cannot make a filter for the sandbox");
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		refuse(filter, refused[i]);
	return filter;
}

void filter_enter(void)
{
	scmp_filter_ctx filter = make_filter();

	if (seccomp_load(filter) != 0)
		die_user("cannot filter system calls in the sandbox");
	seccomp_release(filter);
}

int filter_open(void)
{
	scmp_filter_ctx filter = make_filter();
	int fd = memfd_create("filter", 0);

	if (fd < 0)
		die_system("cannot make a filter for the sandbox");
	if (seccomp_export_bpf(filter, fd) != 0 || lseek(fd, 0, SEEK_SET) != 0)
		die_user("cannot write a filter for the sandbox");
	seccomp_release(filter);
	return fd;
}
