/* api.h: what a fix may include. */
struct thing {
	int number;
};
void fix(void);
