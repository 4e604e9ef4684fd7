/* Gate: refused 'needs no files' line 6 */
#include <fcntl.h>

void fix(void)
{
	(void)open("/etc/passwd", O_RDONLY);
}
