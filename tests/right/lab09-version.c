/*
 * lab09-version.c: a version that is odd while an update is under way. Readers let others run
 * until it is even; so do those who pay in. The balance changes before the pause, and nobody
 * looks at it meanwhile.
 */
#include "api.h"

struct account {
	long balance;
	long stamp;
	unsigned version; /* odd: the two above do not agree */
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	account->version = 0;
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

static void settle(const struct account *account)
{
	while (account->version % 2 != 0)
		task_pause();
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	settle(account);
	account->version++;
	account->balance += amount;
	account->stamp = notary_stamp(notary, account->balance);
	account->version++;
}

struct statement account_read(struct account *account)
{
	settle(account);
	return (struct statement){account->balance, account->stamp};
}
