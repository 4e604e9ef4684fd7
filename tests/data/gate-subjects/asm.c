/* Gate: refused 6 assembly */

void fix(void)
{
	int x = 0;
	__asm__ volatile("" : "+r"(x));
}
