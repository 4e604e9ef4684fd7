/* Gate: refused 'helper is not allowed here: it is neither defined' line 8 */
inline void helper(void)
{
}

void fix(void)
{
	helper();
}
