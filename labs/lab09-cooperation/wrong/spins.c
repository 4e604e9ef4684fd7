/* Misconception: Whoever waits looks until it sees that the flag is gone; that takes but a moment. Caught by: hang Loses: Coroutines, In order Named: never-pauses */
/*
 * spins.c: as long as it looks nobody else runs, so nobody takes the flag away. With threads
 * this is a slow lock; with coroutines it is the end.
 */
#include "api.h"

#include <stdatomic.h>
#include <stdbool.h>

struct account {
	long balance;
	long stamp;
	atomic_bool is_paying;
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	atomic_init(&account->is_paying, false);
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long balance, stamp;

	while (atomic_exchange(&account->is_paying, true))
		;
	balance = account->balance + amount;
	stamp = notary_stamp(notary, balance);
	account->balance = balance;
	account->stamp = stamp;
	account->is_paying = false;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
