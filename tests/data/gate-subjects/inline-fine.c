/* Gate: allowed */
static inline void helper(void)
{
}

static inline __attribute__((always_inline)) void other(void)
{
	helper();
}

void fix(void)
{
	other();
}
