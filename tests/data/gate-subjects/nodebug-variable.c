/* Gate: refused 'a variable without debug information (total)' line 2 */
__attribute__((nodebug)) static int total;

void fix(void)
{
	total++;
}
