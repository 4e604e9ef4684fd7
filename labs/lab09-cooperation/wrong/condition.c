/* Misconception: A condition variable gives the mutex back while one waits, so nobody is locked out. Caught by: hang Loses: Coroutines, In order Named: whole-thread */
/*
 * condition.c: the mutex is free during the pause, as it should be. But who waits for the
 * condition sleeps, and it is the thread that sleeps: the coroutine that would signal never runs
 * again.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>

struct account {
	long balance;
	long stamp;
	bool is_paying;
	pthread_mutex_t mutex; /* of all above */
	pthread_cond_t is_free;
};

const size_t account_size = sizeof(struct account);

void account_init(struct account *account)
{
	account->is_paying = false;
	pthread_mutex_init(&account->mutex, NULL);
	pthread_cond_init(&account->is_free, NULL);
	account->balance = 0;
	account->stamp = STAMP_OF_ZERO;
}

static void enter(struct account *account)
{
	pthread_mutex_lock(&account->mutex);
	while (account->is_paying)
		pthread_cond_wait(&account->is_free, &account->mutex);
	account->is_paying = true;
	pthread_mutex_unlock(&account->mutex);
}

static void leave(struct account *account, long balance, long stamp)
{
	pthread_mutex_lock(&account->mutex);
	account->balance = balance;
	account->stamp = stamp;
	account->is_paying = false;
	pthread_cond_signal(&account->is_free);
	pthread_mutex_unlock(&account->mutex);
}

void account_pay_in(struct account *account, struct notary *notary, long amount)
{
	long balance;

	enter(account);
	balance = account->balance + amount;
	leave(account, balance, notary_stamp(notary, balance));
}

struct statement account_read(struct account *account)
{
	struct statement statement;

	pthread_mutex_lock(&account->mutex);
	statement = (struct statement){account->balance, account->stamp};
	pthread_mutex_unlock(&account->mutex);
	return statement;
}
