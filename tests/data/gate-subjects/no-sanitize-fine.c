/* Gate: allowed */
#include <stdio.h>

/* Without __attribute__((no_sanitize("thread"))). */
__attribute__((noinline, unused)) static void helper(void)
{
	puts("no_sanitize");
}

void fix(void)
{
	helper();
}
