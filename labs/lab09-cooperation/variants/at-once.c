/* at-once.c: broken.c with a notary who answers at once: the same two steps, and no pause between them. */
#include "api.h"

/* A notary as there is none (lab.c). */
long notary_stamp_at_once(struct notary *notary, long balance);

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

/* DOC: no pause inside */
void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	account->balance += amount;
	account->stamp = notary_stamp_at_once(notary, account->balance);
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
