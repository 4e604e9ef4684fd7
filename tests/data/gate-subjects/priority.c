/* Gate: refused 'nice is not allowed here: priorities' line 6 */
#include <unistd.h>

void fix(void)
{
	nice(10);
}
