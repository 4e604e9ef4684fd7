/* Misconception: If somebody is at it already, there is nothing left to do. Caught by: invariant Loses: Coroutines, In order Named: overwritten */
/*
 * skips.c: a flag without a wait. That is right for work that needs to be done once, by whoever
 * comes first. Here each one has a payment of its own, and those that find the flag set lose
 * theirs.
 */
#include "api.h"

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

	if (account->is_paying)
		return;
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
