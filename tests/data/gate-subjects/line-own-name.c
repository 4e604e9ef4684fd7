/* Gate: refused '#line is not allowed here' line 2 */
#line 100 "tests/data/gate-subjects/line-own-name.c"
void fix(void)
{
}
