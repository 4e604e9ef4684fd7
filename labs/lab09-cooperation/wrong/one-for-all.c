/* Misconception: There is one account. Caught by: grade Loses: In order Named: several */
/*
 * one-for-all.c: the account is in static variables, which all accounts share.
 */
#include "api.h"

#include <stdbool.h>

struct account {
	int unused;
};

const size_t account_size = sizeof(struct account);

static long balance, stamp;
static bool is_paying;

void account_init(struct account *account)
{
	account->unused = 0;
	balance = 0;
	stamp = STAMP_OF_ZERO;
	is_paying = false;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long sum, mark;

	(void)account;
	while (is_paying)
		task_pause();
	is_paying = true;
	sum = balance + amount;
	mark = notary_stamp(notary, sum);
	balance = sum;
	stamp = mark;
	is_paying = false;
}

struct statement account_read(struct account *account)
{
	(void)account;
	return (struct statement){balance, stamp};
}
