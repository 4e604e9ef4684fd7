/* Gate: refused 0 used */
__attribute__((used)) static int kept = 1;

void fix(void)
{
}
