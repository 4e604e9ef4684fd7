/* no_canary.c: says nothing at all, like a program built without the detector. */
int main(void)
{
	return 0;
}
