/* Explore: stack-overflow */
/* stack-overflow.c: recurses without end. */
#include <stddef.h>

static int deeper(volatile int *depth)
{
	volatile int mine = *depth + 1;

	return mine > 0 ? deeper(&mine) + 1 : 0;
}

int main(void)
{
	volatile int depth = 0;

	return deeper(&depth);
}
