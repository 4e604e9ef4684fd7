/* Gate: refused 'it would do one thing when optimized' line 6 */
void fix(void)
{
	int number = 3;

	if (__builtin_constant_p(number) > 0)
		number = 4;
}
