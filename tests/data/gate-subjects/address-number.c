/* Gate: refused 'computing with the address of a function (fix)' line 6 */
#include <stdint.h>

void fix(void)
{
	uintptr_t here = (uintptr_t)fix;

	(void)here;
}
