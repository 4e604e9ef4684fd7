/* Gate: refused 'sigaction is not allowed here: signals' line 8 */
#include <signal.h>

void fix(void)
{
	struct sigaction action = {0};

	sigaction(SIGSEGV, &action, 0);
}
