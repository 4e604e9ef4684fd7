/* Gate: refused 'starts no programs' line 6 */
#include <unistd.h>

void fix(void)
{
	execl("/bin/true", "true", (char *)0);
}
