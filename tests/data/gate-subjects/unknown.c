/* Gate: refused 'erf is not allowed here: it is neither' line 6 */
#include <math.h>

void fix(void)
{
	volatile double x = erf(1.0);
	(void)x;
}
