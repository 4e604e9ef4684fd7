/* Gate: refused 3 section */

__attribute__((section(".init.text"))) void fix(void)
{
}
