/* Gate: refused 'a section of its own (fix)' line 3 */
#pragma clang section text = "elsewhere"
void fix(void)
{
}
