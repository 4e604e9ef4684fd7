/* Gate: refused 0 another name */
static void real(void)
{
}

static void (*choose(void))(void)
{
	return real;
}

void fix(void) __attribute__((ifunc("choose")));
