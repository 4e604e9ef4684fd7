/* Gate: refused 'signals' line 6 */
#include <signal.h>

void fix(void)
{
	kill(1, 9);
}
