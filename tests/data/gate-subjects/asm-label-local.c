/* Gate: refused 'an assembler name (other)' line 4 */
static void quiet(void) __asm__("other");

static void quiet(void)
{
}

void fix(void)
{
	quiet();
}
