/* Gate: refused 'a calling convention of its own (helper)' line 2 */
__attribute__((preserve_most)) static void helper(void)
{
}

void fix(void)
{
	helper();
}
