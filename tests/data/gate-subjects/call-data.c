/* Gate: refused 'a call of data (code)' line 6 */
static const unsigned char code[] = {0xc3};

void fix(void)
{
	((void (*)(void))code)();
}
