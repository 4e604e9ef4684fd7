/* Gate: allowed */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

static pthread_mutex_t mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_spinlock_t spin;
static sem_t semaphore;
static mtx_t mtx;
static int ready;

void fix(void)
{
	struct timespec soon = {1, 0};

	assert(pthread_mutex_lock(&mutex) == 0);
	while (!ready && pthread_cond_timedwait(&condition, &mutex, &soon) != ETIMEDOUT)
		;
	pthread_cond_broadcast(&condition);
	pthread_mutex_unlock(&mutex);
	pthread_rwlock_rdlock(&rwlock);
	pthread_rwlock_unlock(&rwlock);
	if (pthread_barrier_init(&barrier, NULL, 1) != 0)
		abort();
	pthread_barrier_wait(&barrier);
	pthread_spin_init(&spin, PTHREAD_PROCESS_SHARED);
	pthread_spin_lock(&spin);
	pthread_spin_unlock(&spin);
	if (sem_init(&semaphore, 1, 1) != 0)
		fprintf(stderr, "sem_init: %s\n", strerror(errno));
	sem_wait(&semaphore);
	sem_post(&semaphore);
	mtx_init(&mtx, mtx_plain);
	mtx_lock(&mtx);
	mtx_unlock(&mtx);
	printf("%d\n", rand());
	errno = 0;
}
