/*
 * solution.c: a flag for those who pay in, and an update that is made when all is known.
 *
 * Why it works: a coroutine is interrupted nowhere but where it pauses. So to look at the flag and to
 * set it are one step, as long as there is no pause between the two: no atomic is needed. While it is
 * set nobody else pays in, so the balance that went to the notary is still the balance when the stamp
 * comes back. Balance and stamp are then written without a pause in between, and a reader that does
 * not pause either finds both old or both new: readers need not wait at all.
 *
 * Who finds the flag set pauses before looking again. Without that pause the one that has set it
 * would never run again.
 *
 * It would not do for threads: they can be interrupted between the look and the setting.
 */
#include "api.h"

#include <stdbool.h>

struct account {
	long balance;
	long stamp;	/* of the balance */
	bool is_paying; /* somebody is at the notary's */
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
	account->is_paying = false;
}

/* DOC: a lock for coroutines */
static void enter(struct account *account)
{
	while (account->is_paying)
		task_pause();
	account->is_paying = true;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long balance, stamp;

	enter(account);
	balance = account->balance + amount;
	stamp = notary_stamp(notary, balance);
	/* From here on no pause: nobody sees the one without the other. */
	account->balance = balance;
	account->stamp = stamp;
	account->is_paying = false;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
