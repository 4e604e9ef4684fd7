/* Gate: refused 'mmap is not allowed here: what is to be shared' line 6 */
#include <sys/mman.h>

void fix(void)
{
	mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}
