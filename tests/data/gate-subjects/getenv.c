/* Gate: refused 'wherever it runs' line 6 */
#include <stdlib.h>

void fix(void)
{
	(void)getenv("GRADER");
}
