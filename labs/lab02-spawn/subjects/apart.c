/* apart.c: see apart.h. */
#include "subjects/apart.h"

#include "base/die.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

void apart_measure(apart_function *function, const struct lab_question *question,
		   struct lab_sample *sample)
{
	struct lab_sample *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
					 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid;
	int status;

	if (shared == MAP_FAILED)
		die_system("cannot map memory");
	*shared = *sample;
	pid = bench_fork();
	if (pid == 0) {
		function(question, shared);
		_exit(0);
	}
	if (pid < 0)
		bench_refused(shared, "fork");
	else if (waitpid(pid, &status, 0) != pid)
		die_system("cannot wait for a process");
	else if (WIFSIGNALED(status)) /* as by the kernel, when memory is out */
		bench_missing(shared, "the parent was killed: %s", strsignal(WTERMSIG(status)));
	*sample = *shared;
	if (munmap(shared, sizeof *shared) != 0)
		die_system("cannot unmap memory");
}
