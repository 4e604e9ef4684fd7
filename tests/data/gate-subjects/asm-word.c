/* Gate: allowed */
#include <stdio.h>

void fix(void)
{
	puts(" asm volatile module asm ");
}
