/*
 * lab09-trylock.c: a pthread mutex, held over the pause, that nobody sleeps for: who does not
 * get it lets others run and tries again. Also right for threads. Not recursive: it refuses the
 * same thread, too.
 */
#include "api.h"

#include <pthread.h>

struct account {
	long balance;
	long stamp;
	pthread_mutex_t mutex; /* of the two above */
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	pthread_mutex_init(&account->mutex, NULL);
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

static void enter(struct account *account)
{
	while (pthread_mutex_trylock(&account->mutex) != 0)
		task_pause();
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	enter(account);
	account->balance += amount;
	account->stamp = notary_stamp(notary, account->balance);
	pthread_mutex_unlock(&account->mutex);
}

struct statement account_read(struct account *account)
{
	struct statement statement;

	enter(account);
	statement = (struct statement){account->balance, account->stamp};
	pthread_mutex_unlock(&account->mutex);
	return statement;
}
