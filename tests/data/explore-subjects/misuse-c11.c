/* Explore: misuse */
/* misuse-c11.c: a C11 mutex that is not locked is unlocked. */
#include <threads.h>

int main(void)
{
	mtx_t lock;

	mtx_init(&lock, mtx_plain);
	mtx_unlock(&lock);
	return 0;
}
