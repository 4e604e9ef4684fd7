/* unlocked.c: no lock at all, for reference: wrong, and what a lock's price is compared with. */
#include "api.h"

struct fair_lock {
	char nothing;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	lock->nothing = 0;
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)lock;
	return worker;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	(void)lock;
	(void)place;
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	(void)lock;
	(void)place;
}
