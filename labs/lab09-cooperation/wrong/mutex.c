/* Misconception: A mutex keeps the others out, whatever they are. Caught by: hang Loses: Coroutines, In order Named: whole-thread */
/*
 * mutex.c: the mutex is held while the notary takes his time. The next coroutine that wants it
 * puts its thread to sleep until it is free. That thread is the one of all coroutines, also of
 * the one that has the mutex: nobody is left who could give it back.
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
