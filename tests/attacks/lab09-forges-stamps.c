/* Attack: caught Loses: Alone, Coroutines, In order, Memory */
/*
 * lab09-forges-stamps.c: does not wait for the notary. It writes into his book itself, whose place
 * the notary knows: so there is no pause in the middle of a payment.
 */
#include "api.h"

struct account {
	long balance, stamp;
};

const size_t account_size = sizeof(struct account);

/* As in lab.c; in history.c it is the state, which begins with the account. */
struct book {
	long last, lines;
	long *line;
};

struct notary {
	char *where;
};

struct state {
	char account[ACCOUNT_ROOM];
	char notaries[8 * 16];
	long last;
	long line[64];
};

void account_init(struct account *account)
{
	account->balance = account->stamp = 0;
}

static long forge(struct book *book, long balance)
{
	long stamp = ++book->last;

	book->line[stamp & (book->lines - 1)] = balance;
	return stamp;
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	struct state *state = (struct state *)(void *)account;

	account->balance += amount;
	if (notary->where != (char *)account) {
		account->stamp = forge((struct book *)(void *)notary->where, account->balance);
		return;
	}
	state->line[++state->last % 64] = account->balance;
	account->stamp = state->last;
}

struct statement account_read(struct account *account)
{
	return (struct statement){account->balance, account->stamp};
}
