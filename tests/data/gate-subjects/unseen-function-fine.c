/* Gate: allowed */
static int total;

static void M_rep(void)
{
	total++;
}

void fix(void)
{
	M_rep();
}
