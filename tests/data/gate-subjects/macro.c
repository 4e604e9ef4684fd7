/* Gate: refused 8 end the check */
#include <stdlib.h>

#define END(name) name

void fix(void)
{
	END(exit)(0);
}
