/* Gate: refused 0 constructors */
__attribute__((constructor)) static void early(void)
{
}

void fix(void)
{
}
