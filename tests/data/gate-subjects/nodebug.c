/* Gate: refused 'code without debug information (quiet)' line 2 */
__attribute__((nodebug)) static void quiet(void)
{
}

void fix(void)
{
	quiet();
}
