/* Gate: refused 'another name for a function (fix)' line 11 */
static void real(void)
{
}

static void (*choose(void))(void)
{
	return real;
}

void fix(void) __attribute__((ifunc("choose")));
