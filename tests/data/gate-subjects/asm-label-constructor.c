/* Gate: refused 'an assembler name (tsan.module_ctor)' line 6 */
static void quiet(void) __asm__("tsan.module_ctor");

static int total;

static void quiet(void)
{
	total++;
}

void fix(void)
{
	quiet();
}
