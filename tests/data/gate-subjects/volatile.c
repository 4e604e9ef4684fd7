/* Gate: allowed */
#include <time.h>
#include <unistd.h>

static volatile int busy;

void fix(void)
{
	while (busy)
		usleep(1);
	busy = 1;
	busy = 0;
}
