/* Explore: broken */
/* constructor.c: exits before main. */
#include <stdlib.h>

__attribute__((constructor)) static void leave(void)
{
	exit(3);
}

int main(void)
{
	return 0;
}
