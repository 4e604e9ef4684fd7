/* Gate: refused 'inline assembly' line 6 */

void fix(void)
{
	int x = 0;
	__asm__ volatile("" : "+r"(x));
}
