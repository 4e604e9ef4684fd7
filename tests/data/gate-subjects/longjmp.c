/* Gate: refused 7 jumps */
#include <setjmp.h>

void fix(void)
{
	static jmp_buf buffer;
	longjmp(buffer, 1);
}
