/* Gate: allowed */
/*
#line 7
*/
#include <stdio.h>
#define line "\
#line 7"
#pragma GCC diagnostic ignored "-Wunused"

// a comment that goes on \
#line 8

void fix(void)
{
	puts(line); puts("#line 9"); int a = '"'; puts("/*"); int b = '#'; (void)a; (void)b;
}
