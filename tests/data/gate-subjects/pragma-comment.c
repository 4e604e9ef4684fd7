/* Gate: refused '#pragma comment' line 2 */
#pragma comment(lib, "elsewhere")

void fix(void)
{
}
