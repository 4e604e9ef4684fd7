/* Gate: refused 5 looks at what called */

void fix(void)
{
	(void)*(void *volatile *)__builtin_frame_address(0);
}
