/* Gate: refused 'a name that the detector skips (_M_rep)' line 4 */
static int total;

static void _M_rep(void)
{
	total++;
}

void fix(void)
{
	_M_rep();
}
