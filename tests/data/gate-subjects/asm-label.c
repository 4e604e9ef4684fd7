/* Gate: refused 'starts no programs' line 6 */
void other(void) __asm__("fork");

void fix(void)
{
	other();
}
