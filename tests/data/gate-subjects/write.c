/* Gate: refused 6 needs no files */
#include <unistd.h>

void fix(void)
{
	(void)!write(3, "x", 1);
}
