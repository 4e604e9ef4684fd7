/* Gate: refused 'main is not allowed here' line 3 */

int main(void)
{
	return 0;
}

void fix(void)
{
}
