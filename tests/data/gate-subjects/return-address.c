/* Gate: refused 5 looks at what called */

void fix(void)
{
	(void)*(void *volatile *)__builtin_return_address(0);
}
