/* Misconception: Whoever prepares the new state aside and shows it at once needs no lock. Caught by: invariant Loses: Coroutines, In order Named: overwritten */
/*
 * stale.c: true for readers: they see all of it or nothing. But the new balance was computed
 * from an old one, before the pause. What others paid in meanwhile is written over.
 */
#include "api.h"

struct account {
	long balance;
	long stamp;
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long balance = account->balance + amount;
	long stamp = notary_stamp(notary, balance);

	account->balance = balance;
	account->stamp = stamp;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
