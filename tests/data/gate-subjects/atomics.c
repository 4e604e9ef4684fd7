/* Gate: allowed */
#include <stdatomic.h>

static atomic_int count;
static _Thread_local int own;

void fix(void)
{
	atomic_fetch_add(&count, 1);
	atomic_thread_fence(memory_order_acquire);
	own++;
}
