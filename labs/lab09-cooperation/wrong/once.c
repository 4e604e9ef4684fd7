/* Misconception: Whoever has paused has waited. Caught by: invariant Loses: Coroutines, In order Named: overwritten */
/*
 * once.c: `if` for `while`. After one pause the other one may be at the notary's still, or
 * again, or a third one may have come first. What was waited for must be looked at anew after
 * each pause.
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
