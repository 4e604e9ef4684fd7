/* Misconception: The larger balance is the newer one. Caught by: grade Loses: In order Named: returns-early */
/*
 * larger-wins.c: payments are added up first, and their stamps come in any order: a
 * newer balance must not be written over by an older one. But the larger one is the newer one only
 * as long as nobody takes out.
 */
#include "api.h"

struct account {
	long balance, stamp;
	long promised;
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	(void)account;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long balance = account->promised += amount;
	long stamp = notary_stamp(notary, balance);

	if (balance > account->balance) {
		account->balance = balance;
		account->stamp = stamp;
	}
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
