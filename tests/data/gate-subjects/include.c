/* Gate: refused 0 no part of a fix */
#include "gate-subjects-included.h"

void fix(void)
{
	included += look();
}
