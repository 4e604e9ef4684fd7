/* Misconception: Whoever is at the notary's can take the others' payments along, so they need not wait. Caught by: grade Loses: In order Named: returns-early */
/*
 * pending.c: no payment is lost in the end, and no reader sees one that is half done. But those
 * who leave theirs behind return before it is in the account: who pays in and looks does not
 * find it.
 */
#include "api.h"

#include <stdbool.h>

struct account {
	long balance;
	long stamp;
	bool is_paying;
	long pending; /* paid in, and not yet in the balance */
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	account->is_paying = false;
	account->pending = 0;
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

static void take_along(struct account *account, struct notary *notary)
{
	long amount = account->pending;
	long stamp = notary_stamp(notary, account->balance + amount);

	account->balance += amount;
	account->stamp = stamp;
	account->pending -= amount;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	account->pending += amount;
	if (account->is_paying)
		return;
	account->is_paying = true;
	while (account->pending != 0)
		take_along(account, notary);
	account->is_paying = false;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
