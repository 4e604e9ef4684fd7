/*
 * lab09-optimistic.c: no lock: ask for the stamp, and if somebody else was quicker, ask again.
 * Between the last look and the writing there is no pause.
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
	long before, stamp;

	do {
		before = account->balance;
		stamp = notary_stamp(notary, before + amount);
	} while (account->balance != before);
	account->balance = before + amount;
	account->stamp = stamp;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
