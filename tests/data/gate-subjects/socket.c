/* Gate: refused 6 no network */
#include <sys/socket.h>

void fix(void)
{
	(void)socket(1, 1, 0);
}
