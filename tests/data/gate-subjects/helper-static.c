/* Gate: allowed */
static int helper(void)
{
	return 1;
}

void fix(void)
{
	(void)helper();
}
