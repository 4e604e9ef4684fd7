/* Loses: Coroutines, In order Named: half-done */
/*
 * broken.c: pays in as if nobody else were there. It works with one worker.
 *
 * TODO: let nobody see a balance with another one's stamp, and lose no payment.
 */
#include "api.h"

struct account {
	long balance;
	long stamp; /* of the balance */
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

/* DOC: a pause across the update */
void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	account->balance += amount;
	/* While the notary writes, the others run: they see the new balance with the old stamp. */
	account->stamp = notary_stamp(notary, account->balance);
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
