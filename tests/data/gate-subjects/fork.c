/* Gate: refused 'starts no programs' line 6 */
#include <unistd.h>

void fix(void)
{
	(void)fork();
}
