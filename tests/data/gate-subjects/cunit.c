/* Gate: refused 'CU_assertImplementation is not allowed here: it belongs to the checks' line 2 */
int CU_assertImplementation(int value)
{
	return value;
}

void fix(void)
{
}
