/* Gate: allowed */
#include <stdio.h>

struct section {
	int comdat, weak, alias;
};

static struct section section;

void fix(void)
{
	struct section naked = section;

	printf("section \"weak\", comdat, alias %d\n}\ndefine void @main()", naked.weak);
}
