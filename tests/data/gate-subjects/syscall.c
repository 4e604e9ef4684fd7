/* Gate: refused 'cannot see' line 6 */
#include <unistd.h>

void fix(void)
{
	syscall(60, 0);
}
