/* Gate: refused 'an assembler name (other)' line 2 */
static int total __asm__("other");

void fix(void)
{
	total++;
}
