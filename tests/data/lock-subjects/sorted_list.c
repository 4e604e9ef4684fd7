/*
 * sorted_list.c: hand over hand: while one walks the list, another puts its node in; the list stays sorted and whole.
 */
#include "../../../labs/lab04-locks/locks/sorted_list.h"

#include <assert.h>
#include <pthread.h>

static struct sorted_list list;
static struct sorted_node nodes[2], own[2]; /* keys 0 and 2; 1 and 3 */

static void *change(void *node)
{
	sorted_list_toggle_finely(&list, node);
	assert(sorted_list_contains_finely(&list, 2));
	return NULL;
}

int main(void)
{
	pthread_t thread[2];
	long key = 0;

	sorted_list_init(&list, nodes, 2);
	for (int i = 0; i < 2; i++) {
		own[i].key = 2 * i + 1;
		pthread_create(&thread[i], NULL, change, &own[i]);
	}
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	for (const struct sorted_node *node = list.head.next; node; node = node->next)
		assert(node->key == key++);
	assert(key == 4);
	return 0;
}
