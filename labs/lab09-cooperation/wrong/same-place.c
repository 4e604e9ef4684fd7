/* Misconception: If it lies where it lay, it is what it was. Caught by: grade Loses: Coroutines, In order Named: overwritten */
/*
 * same-place.c: what is shown is compared by its address. It was freed meanwhile, and
 * the next one but one has been put into the same place.
 */
#include "api.h"

#include <stdlib.h>

struct account {
	long balance, stamp;
	struct statement *now;
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	(void)account;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	struct statement *old, *new = malloc(sizeof *new);

	if (!new)
		abort();
	do {
		old = account->now;
		new->balance = (old ? old->balance : 0) + amount;
		new->stamp = notary_stamp(notary, new->balance);
	} while (account->now != old);
	account->now = new;
	free(old);
}

struct statement account_read(struct account *account)
{
	return account->now ? *account->now : (struct statement){0, STAMP_OF_ZERO};
}
