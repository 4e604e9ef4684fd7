/* Gate: refused 'fixed address' line 5 */

void fix(void)
{
	*(volatile int *)0x404000 = 1;
}
