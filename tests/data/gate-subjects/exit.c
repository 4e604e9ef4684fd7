/* Gate: refused 6 end the check */
#include <stdlib.h>

void fix(void)
{
	exit(0);
}
