/* Gate: refused 0 another name */
static void real(void)
{
}

void fix(void) __attribute__((alias("real")));
