/* Gate: refused 6 no more */
#include <math.h>

void fix(void)
{
	volatile double x = erf(1.0);
	(void)x;
}
