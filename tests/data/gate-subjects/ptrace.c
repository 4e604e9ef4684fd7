/* Gate: refused 'ptrace is not allowed here: it looks into other' line 6 */
#include <sys/ptrace.h>

void fix(void)
{
	ptrace(PTRACE_TRACEME, 0, 0, 0);
}
