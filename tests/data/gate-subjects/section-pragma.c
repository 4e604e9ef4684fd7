/* Gate: refused 'a section of its own (total)' line 3 */
#pragma clang section bss = "elsewhere"
static int total;

void fix(void)
{
	total++;
}
