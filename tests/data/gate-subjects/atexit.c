/* Gate: refused 6 end the check */
#include <stdlib.h>

void fix(void)
{
	atexit((void (*)(void))fix);
}
