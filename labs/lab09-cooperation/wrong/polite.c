/* Misconception: One pause more does no harm. Caught by: invariant Loses: Coroutines, In order Named: overwritten */
/*
 * polite.c: it comes between the look at the flag and its setting. These two are one step only
 * as long as there is no pause between them; as it is, several see a flag that is not set.
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

static void enter(struct account *account)
{
	while (account->is_paying)
		task_pause();
	task_pause(); /* let those who have waited longer go first */
	account->is_paying = true;
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
