/* Gate: allowed */
#include "api.h"

static struct thing thing;

void fix(void)
{
	thing.number++;
}
