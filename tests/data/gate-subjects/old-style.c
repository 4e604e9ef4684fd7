/* Gate: allowed */
static void later();

static int total;

void fix(void)
{
	later(1);
}

static void later(number)
int number;
{
	total += number;
}
