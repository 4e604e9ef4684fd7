/*
 * locks.c: lab04's locks at work, between threads and between processes: no addition under a lock
 * is lost, and a list changed hand over hand stays sorted and whole.
 *
 * Locks that serve in order and only spin are tried with two workers: with more than there are
 * cores they would take for ever, which is what the lab is about.
 */
#include "suite.h"

#include "../../labs/lab04-locks/locks/futex_mutex.h"
#include "../../labs/lab04-locks/locks/mcs.h"
#include "../../labs/lab04-locks/locks/parking_ticket.h"
#include "../../labs/lab04-locks/locks/sharded.h"
#include "../../labs/lab04-locks/locks/sorted_list.h"
#include "../../labs/lab04-locks/locks/ticket.h"
#include "../../labs/lab04-locks/locks/ttas.h"
#include "base/die.h"
#include "exec/exec.h"

#include <string.h>

#define MOST_WORKERS 8
#define NODES 32
#define DEADLINE_MS 60000

struct shared {
	int turns;
	alignas(64) long counter;
	struct ttas ttas;
	struct ticket ticket;
	struct mcs mcs;
	struct futex_mutex futex;
	struct parking_ticket parking;
	struct sharded sharded;
	struct mcs_node queued[MOST_WORKERS];
	struct sorted_list list;
	struct sorted_node nodes[NODES], own[MOST_WORKERS];
};

/* Run a body under a model in fresh memory, and hand that to a judge. */
static void run(enum exec_model model, int workers, int turns, exec_body *body,
		void (*judge)(const struct shared *, int workers))
{
	struct exec_options options = {
		.model = model, .workers = workers, .deadline_ms = DEADLINE_MS};
	static struct exec_report report;
	struct shared *shared = exec_block_open(sizeof *shared);

	if (!shared)
		die_system("no memory to share");
	shared->turns = turns;
	sorted_list_init(&shared->list, shared->nodes, NODES);
	for (int i = 0; i < MOST_WORKERS; i++)
		shared->own[i].key = 6 * i + 1;
	if (exec_run(&options, body, shared, &report) != 0)
		die_system("exec_run");
	CU_ASSERT_EQUAL(report.failed, -1);
	judge(shared, workers);
	exec_block_close(shared);
}

static void nothing_lost(const struct shared *shared, int workers)
{
	CU_ASSERT_EQUAL(shared->counter, (long)workers * shared->turns);
}

static void both(int workers, int turns, exec_body *body,
		 void (*judge)(const struct shared *, int workers))
{
	run(EXEC_THREADS, workers, turns, body, judge);
	run(EXEC_PROCESSES, workers, turns, body, judge);
}

static void use_ttas(void *memory, int worker)
{
	struct shared *shared = memory;

	(void)worker;
	for (int i = 0; i < shared->turns; i++) {
		ttas_lock(&shared->ttas);
		shared->counter++;
		ttas_unlock(&shared->ttas);
	}
}

static void use_ticket(void *memory, int worker)
{
	struct shared *shared = memory;

	(void)worker;
	for (int i = 0; i < shared->turns; i++) {
		ticket_lock(&shared->ticket);
		shared->counter++;
		ticket_unlock(&shared->ticket);
	}
}

static void use_mcs(void *memory, int worker)
{
	struct shared *shared = memory;
	struct mcs_node *node = &shared->queued[worker];

	for (int i = 0; i < shared->turns; i++) {
		mcs_lock(&shared->mcs, node);
		shared->counter++;
		mcs_unlock(&shared->mcs, node);
	}
}

static void use_futex_mutex(void *memory, int worker)
{
	struct shared *shared = memory;

	(void)worker;
	for (int i = 0; i < shared->turns; i++) {
		futex_mutex_lock(&shared->futex);
		shared->counter++;
		futex_mutex_unlock(&shared->futex);
	}
}

/* A pause with the lock held: the others come to sleep. */
static void use_parking_ticket(void *memory, int worker)
{
	struct shared *shared = memory;

	(void)worker;
	for (int i = 0; i < shared->turns; i++) {
		parking_ticket_lock(&shared->parking);
		shared->counter++;
		for (int pause = 0; i % 64 == 0 && pause < 2 * PARKING_YIELDS; pause++)
			task_pause();
		parking_ticket_unlock(&shared->parking);
	}
}

static void use_sharded(void *memory, int worker)
{
	struct shared *shared = memory;

	for (int i = 0; i < shared->turns; i++)
		sharded_add(&shared->sharded, worker, 1);
}

static void sum_is_whole(const struct shared *shared, int workers)
{
	struct sharded copy = shared->sharded;

	CU_ASSERT_EQUAL(sharded_read(&copy), (long)workers * shared->turns);
}

/* An odd number of toggles: in the end each node is in. */
static void use_list(void *memory, int worker)
{
	struct shared *shared = memory;

	for (int i = 0; i < shared->turns; i++) {
		sorted_list_toggle_finely(&shared->list, &shared->own[worker]);
		if (!sorted_list_contains_finely(&shared->list, i % NODES * 2L))
			BUG("a key is gone that nobody took out");
	}
}

static void list_is_whole(const struct shared *shared, int workers)
{
	long last = LONG_MIN;
	int count = 0;

	for (const struct sorted_node *node = shared->list.head.next; node; node = node->next) {
		CU_ASSERT_TRUE(node->key > last);
		last = node->key;
		if (++count > NODES + workers)
			break;
	}
	CU_ASSERT_EQUAL(count, NODES + workers);
}

static void ttas_excludes(void)
{
	both(4, 20000, use_ttas, nothing_lost);
}

static void ticket_excludes(void)
{
	both(2, 200, use_ticket, nothing_lost);
}

static void mcs_excludes(void)
{
	both(2, 200, use_mcs, nothing_lost);
}

static void futex_mutex_excludes(void)
{
	both(8, 50000, use_futex_mutex, nothing_lost);
}

static void parking_ticket_excludes(void)
{
	both(8, 1000, use_parking_ticket, nothing_lost);
}

static void sharded_counts_all(void)
{
	both(8, 20000, use_sharded, sum_is_whole);
}

static void list_stays_sorted(void)
{
	both(8, 2001, use_list, list_is_whole);
}

int main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{"a test-and-test-and-set lock excludes", ttas_excludes},
		{"a ticket lock excludes", ticket_excludes},
		{"a queue lock excludes", mcs_excludes},
		{"a futex mutex excludes", futex_mutex_excludes},
		{"a parking ticket lock excludes, and wakes who sleeps", parking_ticket_excludes},
		{"a sharded counter counts all", sharded_counts_all},
		{"a list changed hand over hand stays sorted", list_stays_sorted},
		CU_TEST_INFO_NULL,
	};

	return suite_run("locks", tests, argc, argv);
}
