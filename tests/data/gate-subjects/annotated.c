/* Gate: refused 'the attribute used, retain or annotate' line 2 */
__attribute__((annotate("quiet"))) static int total;

void fix(void)
{
	total++;
}
