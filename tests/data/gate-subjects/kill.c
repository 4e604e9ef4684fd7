/* Gate: refused 6 signals */
#include <signal.h>

void fix(void)
{
	kill(1, 9);
}
