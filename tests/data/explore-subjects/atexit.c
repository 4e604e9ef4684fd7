/* Explore: exit */
/* atexit.c: a handler that runs after main fails the program. */
#include <stdlib.h>

static void leave(void)
{
	_Exit(5);
}

int main(void)
{
	return atexit(leave);
}
