/* Gate: refused 'computing with the address of a function (printf)' line 6 */
#include <stdio.h>

void fix(void)
{
	((void (*)(void))((char *)printf + 64))();
}
