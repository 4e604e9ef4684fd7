/* Gate: refused 'looks at what called' line 5 */

void fix(void)
{
	(void)*(void *volatile *)__builtin_return_address(0);
}
