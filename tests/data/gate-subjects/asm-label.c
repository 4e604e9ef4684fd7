/* Gate: refused 6 starts no programs */
void other(void) __asm__("fork");

void fix(void)
{
	other();
}
