/* Misconception: A reader that finds the same version before and after has seen one state. Caught by: invariant Loses: Coroutines, In order Named: half-done */
/*
 * version.c: a reader does not pause, so nobody runs between its two looks at the version, and
 * they are always the same. The update is what has a pause inside: it would have to say that it
 * is under way.
 */
#include "api.h"

#include <stdbool.h>

struct account {
	long balance;
	long stamp;
	bool is_paying;
	long version; /* counts updates */
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	account->is_paying = false;
	account->version = 0;
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	while (account->is_paying)
		task_pause();
	account->is_paying = true;
	account->balance += amount;
	account->stamp = notary_stamp(notary, account->balance);
	account->version++;
	account->is_paying = false;
}

struct statement account_read(struct account *account)
{
	struct statement statement;
	long version;

	do {
		version = account->version;
		statement = (struct statement){account->balance, account->stamp};
	} while (account->version != version);
	return statement;
}
