/* Misconception: Only those who write need to keep out of each other's way. Caught by: invariant Loses: Coroutines, In order Named: half-done */
/*
 * writers-only.c: no payment is lost: one at a time pays in. But the balance changes before the
 * pause and the stamp after it, and a reader that runs in between sees the new one with the old
 * one.
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
	while (account->is_paying)
		task_pause();
	account->is_paying = true;
	account->balance += amount;
	account->stamp = notary_stamp(notary, account->balance);
	account->is_paying = false;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
