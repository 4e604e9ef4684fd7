/* Gate: refused 'end the check' line 6 */
#include <stdlib.h>

void fix(void)
{
	exit(0);
}
