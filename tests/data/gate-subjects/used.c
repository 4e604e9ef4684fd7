/* Gate: refused 'the attribute used' line 2 */
__attribute__((used)) static int kept = 1;

void fix(void)
{
}
