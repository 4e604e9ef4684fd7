/* Gate: refused 'mprotect is not allowed here' line 6 */
#include <sys/mman.h>

void fix(void)
{
	mprotect(0, 4096, PROT_EXEC);
}
