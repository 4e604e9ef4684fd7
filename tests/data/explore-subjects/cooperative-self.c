/* Explore: exit --cooperative */
/* cooperative-self.c: a lock that knows its owner by pthread_self lets in all coroutines. */
#include <pthread.h>

void task_pause(void);

static struct {
	int held;
	pthread_t owner;
} lock;
static int counter;

static void *work(void *unused)
{
	int seen;

	while (lock.held && !pthread_equal(lock.owner, pthread_self()))
		task_pause();
	lock.held++;
	lock.owner = pthread_self();
	seen = counter;
	task_pause();
	counter = seen + 1;
	lock.held--;
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
