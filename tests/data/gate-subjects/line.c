/* Gate: refused 0 no part of a fix */
#line 1 "solution.c"
void fix(void)
{
}
