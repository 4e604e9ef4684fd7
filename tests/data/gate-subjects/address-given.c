/* Gate: refused 'the address of an outside function (free)' line 10 */
#include <stdlib.h>

static void take(void *address)
{
	(void)address;
}
void fix(void)
{
	take(free);
}
