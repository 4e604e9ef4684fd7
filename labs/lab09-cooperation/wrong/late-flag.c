/* Misconception: What must be guarded is the writing. Caught by: invariant Loses: Coroutines, In order Named: overwritten */
/*
 * late-flag.c: the two assignments need no guard: there is no pause between them. What needs one
 * is all from the look at the balance on, the pause included; there the flag is not set.
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
	long balance = account->balance + amount;
	long stamp = notary_stamp(notary, balance);

	while (account->is_paying)
		task_pause();
	account->is_paying = true;
	account->balance = balance;
	account->stamp = stamp;
	account->is_paying = false;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
