/* Misconception: Each worker can be told by its thread's number. Caught by: invariant Loses: Coroutines, In order Named: thread-owns */
/*
 * own-id.c: a lock that remembers who has it. pthread_self says which thread runs, and that is
 * the same for all coroutines: each takes the lock for its own.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>

struct account {
	long balance;
	long stamp;
	bool is_paying;
	pthread_t owner; /* while is_paying */
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	account->is_paying = false;
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

static void enter(struct account *account)
{
	while (account->is_paying && !pthread_equal(account->owner, pthread_self()))
		task_pause();
	account->is_paying = true;
	account->owner = pthread_self();
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long balance, stamp;

	enter(account);
	balance = account->balance + amount;
	stamp = notary_stamp(notary, balance);
	account->balance = balance;
	account->stamp = stamp;
	account->is_paying = false;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
