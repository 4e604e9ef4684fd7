/* Gate: refused 'jumps' line 7 */
#include <setjmp.h>

void fix(void)
{
	static jmp_buf buffer;
	longjmp(buffer, 1);
}
