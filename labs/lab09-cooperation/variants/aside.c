/*
 * aside.c: the new balance is prepared aside and shown with its stamp, both at once. Nobody sees half
 * of it; but what others paid in during the pause is overwritten.
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

/* DOC: prepared aside */
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
