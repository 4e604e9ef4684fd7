/* Misconception: Whoever has not come back after a hundred pauses is gone. Caught by: grade Loses: Coroutines, In order Named: overwritten */
/*
 * patience.c: a wait that ends after some time, whatever has become of the one that
 * is waited for. How long the notary takes nobody knows.
 */
#include "api.h"

#include <stdbool.h>

struct account {
	long balance, stamp;
	bool is_paying;
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	(void)account;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long balance, stamp;

	for (int i = 0; account->is_paying && i < 100; i++)
		task_pause();
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
