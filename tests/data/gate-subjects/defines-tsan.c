/* Gate: refused 'detector' line 3 */

int __tsan_default_options(void)
{
	return 0;
}

void fix(void)
{
}
