/* Gate: refused 3 make it static */

void helper(void)
{
}

void fix(void)
{
}
