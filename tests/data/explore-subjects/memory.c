/* Explore: memory */
/* memory.c: allocates without bound. */
#include <stdlib.h>

int main(void)
{
	while (malloc(1 << 20))
		;
	return 0;
}
