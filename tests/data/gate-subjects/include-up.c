/* Gate: refused 'code from another file' line 2 */
#include "../gate-subjects/gate-subjects-included.h"

void fix(void)
{
	included += look();
}
