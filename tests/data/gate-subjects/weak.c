/* Gate: refused 'weak' line 3 */

__attribute__((weak)) void fix(void)
{
}
