/* Gate: allowed */
#include <threads.h>

static _Thread_local int mine;
static thread_local int initialized = 3;

void fix(void)
{
	mine += initialized;
}
