/* Gate: refused 'make it static' line 2 */
int counter = 1;

void fix(void)
{
}
