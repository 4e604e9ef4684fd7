/* Gate: refused 'end the check' line 6 */
#include <stdlib.h>

void fix(void)
{
	atexit((void (*)(void))fix);
}
