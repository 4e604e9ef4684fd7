/* Gate: refused 6 needs no files */
#include <fcntl.h>

void fix(void)
{
	(void)open("/etc/passwd", O_RDONLY);
}
