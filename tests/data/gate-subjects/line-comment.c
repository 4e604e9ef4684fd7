/* Gate: refused '#line is not allowed here' line 2 */
/* here */ # /* and */ line 4
void fix(void)
{
}
