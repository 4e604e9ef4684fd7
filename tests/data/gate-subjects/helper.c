/* Gate: refused 'make it static' line 3 */

void helper(void)
{
}

void fix(void)
{
}
