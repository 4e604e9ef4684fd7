/* Gate: refused 'no network' line 6 */
#include <sys/socket.h>

void fix(void)
{
	(void)socket(1, 1, 0);
}
