/* Gate: refused 'belongs to the checks' line 6 */
void engine_exit(int status);

void fix(void)
{
	engine_exit(0);
}
