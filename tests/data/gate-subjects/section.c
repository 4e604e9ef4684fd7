/* Gate: refused 'section' line 3 */

__attribute__((section(".init.text"))) void fix(void)
{
}
