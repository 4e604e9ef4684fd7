/* Gate: allowed */
#include <stdio.h>
#include <string.h>

static char name[8];

void fix(void)
{
	strcpy(name, "fix");
	memcpy(name, "FIX", strlen(name));
	snprintf(name, sizeof name, "%d", 1);
}
