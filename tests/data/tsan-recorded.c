/*
 * tsan-recorded.c: the program that tsan-*.records were recorded from. It is not built by make.
 *
 * The records and the golden texts of tests/rooms/tsan.c hold its line numbers: do not edit.
 */
#include "tsan/inside.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct node {
	struct node *next;
	long value;
};

static struct node *head;
static int count;
static pthread_mutex_t lock_a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock_b = PTHREAD_MUTEX_INITIALIZER;
static struct node *block;

static INSIDE_RAW const char *locate(const void *address)
{
	return address == (void *)&head ? "list->head" : NULL;
}

static void run_both(void *(*first)(void *), void *(*second)(void *))
{
	pthread_t a, b;

	if (pthread_create(&a, NULL, first, NULL) != 0 || pthread_create(&b, NULL, second, NULL))
		abort();
	pthread_join(a, NULL);
	pthread_join(b, NULL);
}

static void *push(void *unused)
{
	for (int i = 0; i < 2; i++) {
		struct node *node = malloc(sizeof *node);

		node->value = i;
		node->next = head;
		head = node;
		count++;
	}
	return unused;
}

static void *take_a_then_b(void *unused)
{
	pthread_mutex_lock(&lock_a);
	pthread_mutex_lock(&lock_b);
	pthread_mutex_unlock(&lock_b);
	pthread_mutex_unlock(&lock_a);
	return unused;
}

static void *take_b_then_a(void *unused)
{
	pthread_mutex_lock(&lock_b);
	pthread_mutex_lock(&lock_a);
	pthread_mutex_unlock(&lock_a);
	pthread_mutex_unlock(&lock_b);
	return unused;
}

static void *fill_block(void *unused)
{
	memset(block, 1, sizeof *block);
	return unused;
}

static void *free_block(void *unused)
{
	free(block);
	return unused;
}

static void *use_block(void *unused)
{
	block->value++;
	return unused;
}

static void *unlock_only(void *unused)
{
	pthread_mutex_unlock(&lock_a);
	return unused;
}

static void *do_nothing(void *unused)
{
	return unused;
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";

	inside_canary();
	inside_name_addresses(locate);
	block = malloc(sizeof *block);
	if (strcmp(mode, "race") == 0)
		run_both(push, push);
	if (strcmp(mode, "order") == 0)
		run_both(take_a_then_b, do_nothing), run_both(do_nothing, take_b_then_a);
	if (strcmp(mode, "heap") == 0)
		run_both(fill_block, use_block);
	if (strcmp(mode, "freed") == 0)
		run_both(free_block, use_block);
	if (strcmp(mode, "misuse") == 0)
		run_both(unlock_only, do_nothing);
	return 0;
}
