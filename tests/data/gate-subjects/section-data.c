/* Gate: refused 'section' line 2 */
static int hidden __attribute__((section(".init_array"))) = 1;

void fix(void)
{
	hidden++;
}
