/* Gate: refused 'a call of a number' line 8 */
#include <stdint.h>

void fix(void)
{
	uintptr_t where = 0x401000;

	((void (*)(void))where)();
}
