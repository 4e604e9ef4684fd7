/* Gate: refused 6 belongs to the checks */
extern int lab;

void fix(void)
{
	lab = 1;
}
