/* Explore: certified */
/* race-fence-not.c: fences make relaxed accesses hand over. */
#include <stdatomic.h>
#include <pthread.h>

static atomic_int ready;
static int data;

static void *first(void *arg)
{
	data = 1;
	atomic_thread_fence(memory_order_release);
	atomic_store_explicit(&ready, 1, memory_order_relaxed);
	return arg;
}

static void *second(void *arg)
{
	if (atomic_load_explicit(&ready, memory_order_relaxed)) {
		atomic_thread_fence(memory_order_acquire);
		data++;
	}
	return arg;
}

int main(void)
{
	pthread_t one, two;

	pthread_create(&one, NULL, first, NULL);
	pthread_create(&two, NULL, second, NULL);
	pthread_join(one, NULL);
	pthread_join(two, NULL);
	return 0;
}
