/*
 * lucky.c: one thread writes before it takes a lock, the other after it has given it back. If the
 * first is the first to lock, the lock orders the two writes, and there is no race to be seen.
 */
#include "subject.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool protect;
static int table[64], shared, count;

static void write_shared(int value)
{
	if (protect)
		pthread_mutex_lock(&lock);
	shared = value;
	if (protect)
		pthread_mutex_unlock(&lock);
}

static void count_up(void)
{
	pthread_mutex_lock(&lock);
	count++;
	pthread_mutex_unlock(&lock);
}

static int read_table(void)
{
	int sum = 0;

	for (int i = 0; i < 64; i++)
		sum += table[i];
	return sum;
}

/* It looks something up, which takes much less time than starting a thread. */
static void *first(void *unused)
{
	write_shared(read_table() + 1);
	count_up();
	return unused;
}

static void *second(void *unused)
{
	count_up();
	write_shared(2);
	return unused;
}

int main(int argc, char **argv)
{
	protect = !subject_is_broken(argc, argv);
	subject_run(first, second, NULL);
	return 0;
}
