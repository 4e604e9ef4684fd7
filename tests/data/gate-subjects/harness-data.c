/* Gate: refused 'belongs to the checks' line 6 */
extern int lab;

void fix(void)
{
	lab = 1;
}
