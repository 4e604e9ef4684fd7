/* Misconception: A recursive mutex cannot lock us out, so it cannot deadlock. Caught by: invariant Loses: Coroutines, In order Named: thread-owns */
/*
 * recursive.c: it cannot, and it locks nobody out: a recursive mutex belongs to a thread, and
 * all coroutines are that thread. For the mutex the second one that comes is the first one, come
 * again.
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
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&account->mutex, &attributes);
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
