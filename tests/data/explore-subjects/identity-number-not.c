/* Explore: certified --processes */
/*
 * identity-number-not.c: processes and threads are told apart by the numbers that the kernel gives
 * them.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

static atomic_ulong owner;
static atomic_int counter;

static void *work(void *unused)
{
	unsigned long nobody = 0, self = (unsigned long)getpid() + (unsigned long)gettid();
	int seen;

	while (atomic_load(&owner) != self &&
	       !atomic_compare_exchange_strong(&owner, &nobody, self)) {
		nobody = 0;
		sched_yield();
	}
	seen = atomic_load(&counter);
	atomic_store(&counter, seen + 1);
	atomic_store(&owner, 0);
	return unused;
}

int main(void)
{
	pthread_t one, other;

	if (pthread_create(&one, NULL, work, NULL) || pthread_create(&other, NULL, work, NULL))
		return 2;
	if (pthread_join(one, NULL) || pthread_join(other, NULL))
		return 2;
	return counter == 2 ? 0 : 1;
}
