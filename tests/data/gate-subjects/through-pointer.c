/* Gate: refused 'end the check' line 6 */
#include <stdlib.h>

void fix(void)
{
	void (*leave)(int) = exit;

	leave(0);
}
