/* Gate: refused 6 belongs to the checks */
void engine_exit(int status);

void fix(void)
{
	engine_exit(0);
}
