/* Gate: refused 2 make it static */
int counter = 1;

void fix(void)
{
}
