/* Gate: refused 6 should not find */
#include <dlfcn.h>

void fix(void)
{
	(void)dlsym((void *)0, "main");
}
