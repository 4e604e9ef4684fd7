/* Attack: refused */
/* template-of-arrays.c: makes the compiler fill the disk. */
#include "api.h"

static const char huge[1ul << 40] = {1};

int use(long i);

int use(long i)
{
	return huge[i];
}
