/* Explore: refused */
/* closes.c: closes descriptors. */
#include <unistd.h>

int main(void)
{
	for (int fd = 0; fd < 64; fd++)
		close(fd);
	return 0;
}
