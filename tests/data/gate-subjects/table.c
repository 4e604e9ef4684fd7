/* Gate: allowed */
#include <pthread.h>

struct entry {
	const char *name;
	void (*run)(int);
};

static int total;

static void add(int number)
{
	total += number;
}

static void subtract(int number)
{
	total -= number;
}

static struct entry table[2] = {{"add", add}};

static void *start(void *argument)
{
	for (int i = 0; i < 2; i++)
		table[i].run(i);
	return argument;
}

void fix(void)
{
	pthread_t thread;

	table[1].run = subtract;
	if (pthread_create(&thread, NULL, start, NULL) == 0)
		pthread_join(thread, NULL);
}
