/* Gate: refused '#line' line 2 */
#line 1 "solution.c"
void fix(void)
{
}
