/* gate-subjects-included.h: what a fix must not include. */
static int included;

static inline int look(void)
{
	return included;
}
