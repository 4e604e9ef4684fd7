/* Gate: refused 'a call of a number' line 4 */
void fix(void)
{
	((void (*)(void))0x401000)();
}
