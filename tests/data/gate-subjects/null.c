/* Gate: allowed */
#include <stddef.h>

void fix(void)
{
	int *volatile nothing = NULL;

	if (nothing)
		*nothing = 1;
}
