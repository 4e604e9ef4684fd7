/* Gate: refused 'environ is not allowed here: a fix does the same' line 6 */
#include <unistd.h>

void fix(void)
{
	environ[0] = 0;
}
