/* Gate: refused 'a fix without fix is not allowed here' line 0 */
static void helper(void)
{
}

static void (*const kept)(void) = helper;
