/* Gate: refused 'another name for a function (fix)' line 6 */
static void real(void)
{
}

void fix(void) __attribute__((alias("real")));
