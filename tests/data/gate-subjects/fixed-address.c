/* Gate: refused 5 fixed address */

void fix(void)
{
	*(volatile int *)0x404000 = 1;
}
