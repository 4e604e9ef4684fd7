/* Gate: refused '#line is not allowed here' line 2 */
%: line 4
void fix(void)
{
}
