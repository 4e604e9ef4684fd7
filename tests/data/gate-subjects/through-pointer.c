/* Gate: refused 6 end the check */
#include <stdlib.h>

void fix(void)
{
	void (*leave)(int) = exit;

	leave(0);
}
