/* Gate: refused 3 weak */

__attribute__((weak)) void fix(void)
{
}
