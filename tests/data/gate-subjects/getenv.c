/* Gate: refused 6 wherever it runs */
#include <stdlib.h>

void fix(void)
{
	(void)getenv("GRADER");
}
