/* Gate: refused 6 cannot see */
#include <unistd.h>

void fix(void)
{
	syscall(60, 0);
}
