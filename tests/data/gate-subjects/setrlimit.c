/* Gate: refused 'setrlimit is not allowed here: limits' line 8 */
#include <sys/resource.h>

void fix(void)
{
	struct rlimit limit = {0, 0};

	setrlimit(RLIMIT_AS, &limit);
}
