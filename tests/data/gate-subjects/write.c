/* Gate: refused 'needs no files' line 6 */
#include <unistd.h>

void fix(void)
{
	(void)!write(3, "x", 1);
}
