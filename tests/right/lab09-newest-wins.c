/*
 * lab09-newest-wins.c: no waits: whoever paid in later has the earlier payments in its balance,
 * too.
 */
#include "api.h"

struct account {
	long balance, stamp;
	long promised, drawn, shown;
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	(void)account;
}

/* no waits: a later balance has the earlier payments in it */
void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long mine = ++account->drawn, balance = account->promised += amount;
	long stamp = notary_stamp(notary, balance);

	if (mine < account->shown)
		return;
	account->balance = balance;
	account->stamp = stamp;
	account->shown = mine;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
