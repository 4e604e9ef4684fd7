/* Gate: refused '#line is not allowed here' line 2 */
# 4
void fix(void)
{
}
