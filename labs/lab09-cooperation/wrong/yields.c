/* Misconception: sched_yield lets the others run. Caught by: hang Loses: Coroutines, In order Named: kernel-yield */
/*
 * yields.c: it lets other threads run. The kernel knows nothing of coroutines: to it there is
 * one thread, which has asked to go on a little later, and goes on in the same loop. Only
 * task_pause leaves it.
 */
#include "api.h"

#include <sched.h>
#include <stdbool.h>

struct account {
	long balance;
	long stamp;
	bool is_paying;
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	account->is_paying = false;
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long balance, stamp;

	while (account->is_paying)
		sched_yield();
	account->is_paying = true;
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
