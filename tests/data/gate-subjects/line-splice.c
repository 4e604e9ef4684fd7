/* Gate: refused '#line is not allowed here' line 2 */
#li\
ne 4
void fix(void)
{
}
