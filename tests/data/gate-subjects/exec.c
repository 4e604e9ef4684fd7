/* Gate: refused 6 starts no programs */
#include <unistd.h>

void fix(void)
{
	execl("/bin/true", "true", (char *)0);
}
