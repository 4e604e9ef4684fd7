/* Misconception: If somebody came in between, one asks once more, and then it is right. Caught by: invariant Loses: Coroutines, In order Named: overwritten */
/*
 * checks-once.c: the second question takes as long as the first, and somebody may come in
 * between again. It has to be looked at after each pause, however often.
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
	long before = account->balance;
	long stamp = notary_stamp(notary, before + amount);

	if (account->balance != before) {
		before = account->balance;
		stamp = notary_stamp(notary, before + amount);
	}
	account->balance = before + amount;
	account->stamp = stamp;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
