/* Gate: refused 'another name for a function (fix)' line 5 */
static void helper(void)
{
}
#pragma weak fix = helper
void fix(void);
