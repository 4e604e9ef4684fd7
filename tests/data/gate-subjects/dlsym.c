/* Gate: refused 'should not find' line 6 */
#include <dlfcn.h>

void fix(void)
{
	(void)dlsym((void *)0, "main");
}
