/* Gate: refused 'stpcpy is not allowed here: the detector does not see what it writes' line 8 */
#include <string.h>

static char name[8];

void fix(void)
{
	stpcpy(name, "fix");
}
