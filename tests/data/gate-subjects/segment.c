/* Gate: refused 5 address spaces */

void fix(void)
{
	(void)*(volatile int __attribute__((address_space(257))) *)16;
}
