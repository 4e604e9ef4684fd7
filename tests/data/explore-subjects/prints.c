/* Explore: certified */
/* prints.c: prints megabytes. */
#include <stdio.h>

int main(void)
{
	for (int i = 0; i < 2000; i++)
		printf("%01000d\n", i);
	return 0;
}
