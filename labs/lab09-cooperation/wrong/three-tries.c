/* Misconception: Three tries are enough. Caught by: grade Loses: Coroutines, In order Named: overwritten */
/*
 * three-tries.c: it looks again after each pause, and gives up after three: with forty
 * others somebody comes in between more often.
 */
#include "api.h"

struct account {
	long balance, stamp;
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	(void)account;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long before, stamp;
	int tries = 0;

	do {
		before = account->balance;
		stamp = notary_stamp(notary, before + amount);
	} while (account->balance != before && ++tries < 3);
	account->balance = before + amount;
	account->stamp = stamp;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
