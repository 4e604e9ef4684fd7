/*
 * mutex.c: a pthread mutex that is held over the pause. Right for threads. Coroutines share one thread:
 * the first that finds the mutex taken puts that thread to sleep, and with it the one that has the mutex.
 */
#include "api.h"

#include <pthread.h>

struct account {
	pthread_mutex_t mutex; /* of all that follows */
	long balance;
	long stamp;
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	pthread_mutex_init(&account->mutex, NULL);
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

/* DOC: held over the pause */
void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	pthread_mutex_lock(&account->mutex);
	account->balance += amount;
	account->stamp = notary_stamp(notary, account->balance);
	pthread_mutex_unlock(&account->mutex);
}

struct statement account_read(struct account *account)
{
	struct statement statement;

	pthread_mutex_lock(&account->mutex);
	statement = (struct statement){account->balance, account->stamp};
	pthread_mutex_unlock(&account->mutex);
	return statement;
}
