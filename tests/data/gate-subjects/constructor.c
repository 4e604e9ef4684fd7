/* Gate: refused 'a constructor or destructor (early)' line 2 */
__attribute__((constructor)) static void early(void)
{
}

void fix(void)
{
}
