/* ending.c: ends in the way named, without any race: none of these is a report. */
#include "subject.h"

#include <unistd.h>

int main(int argc, char **argv)
{
	if (subject_is_broken(argc, argv))
		return 2;
	if (strcmp(argv[1], "66") == 0)
		_exit(66);
	if (strcmp(argv[1], "77") == 0)
		_exit(77);
	if (strcmp(argv[1], "segv") == 0)
		*(volatile int *)8 = 1;
	return 0;
}
