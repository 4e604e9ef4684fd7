/* Gate: refused 'another address space' line 5 */

void fix(void)
{
	(void)*(volatile int __attribute__((address_space(257))) *)16;
}
