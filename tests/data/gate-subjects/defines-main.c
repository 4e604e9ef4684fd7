/* Gate: refused 3 make it static */

int main(void)
{
	return 0;
}

void fix(void)
{
}
