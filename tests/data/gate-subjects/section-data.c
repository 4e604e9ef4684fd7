/* Gate: refused 2 section */
static int hidden __attribute__((section(".init_array"))) = 1;

void fix(void)
{
	hidden++;
}
