/* explore_mutex.c: tests of the modelled mutexes; each misuse has a twin that does it right. */
#include "seeded.h"
#include "suite.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void lock_and_visit(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	visit();
	world_pthread_mutex_unlock(&shared.mutex);
}

static void just_visit(void *unused)
{
	(void)unused;
	pass();
	visit();
}

static int exclude(void *unused)
{
	(void)unused;
	run_two(lock_and_visit, lock_and_visit);
	return shared.count == 2 ? 0 : 1;
}

static int exclude_not(void *unused)
{
	(void)unused;
	run_two(lock_and_visit, just_visit);
	return 0;
}

static void mutexes_exclude(void)
{
	unsigned collisions = seeded_count(exclude_not, 99);

	expect_right(exclude);
	CU_ASSERT(collisions > 0 && collisions < SEEDS);
}

static int count_recursion(void *unused)
{
	(void)unused;
	shared.mutex = (pthread_mutex_t)PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
	for (int i = 0; i < 3; i++)
		if (world_pthread_mutex_lock(&shared.mutex) != 0)
			return 1;
	if (world_pthread_mutex_trylock(&shared.mutex) != 0)
		return 2;
	for (int i = 0; i < 4; i++)
		if (world_pthread_mutex_unlock(&shared.mutex) != 0)
			return 3;
	if (engine_self()->locks != 0)
		return 4;
	return world_pthread_mutex_unlock(&shared.mutex) == EPERM ? 0 : 5;
}

static void recursive_mutexes_count(void)
{
	expect_right(count_recursion);
}

static int check_errors(void *unused)
{
	(void)unused;
	shared.mutex = (pthread_mutex_t)PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
	if (world_pthread_mutex_unlock(&shared.mutex) != EPERM)
		return 1;
	if (world_pthread_mutex_lock(&shared.mutex) != 0)
		return 2;
	if (world_pthread_mutex_lock(&shared.mutex) != EDEADLK)
		return 3;
	if (world_pthread_mutex_trylock(&shared.mutex) != EBUSY)
		return 4;
	return world_pthread_mutex_unlock(&shared.mutex);
}

static void errorchecking_mutexes_tell(void)
{
	expect_right(check_errors);
}

static void hold_other(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	pass();
	pass();
	world_pthread_mutex_unlock(&shared.mutex);
}

static void try_mutex(void *unused)
{
	int error = world_pthread_mutex_trylock(&shared.mutex);

	(void)unused;
	shared.first = error == EBUSY ? 1 : error == 0 ? 2 : 3;
	if (error == 0)
		world_pthread_mutex_unlock(&shared.mutex);
}

static int try_while_held(void *unused)
{
	(void)unused;
	run_two(hold_other, try_mutex);
	return shared.first;
}

static void trylock_may_fail(void)
{
	CU_ASSERT_EQUAL(seeded_results(try_while_held), 1u << 1 | 1u << 2);
}

static void lock_both(pthread_mutex_t *one, pthread_mutex_t *two)
{
	world_pthread_mutex_lock(one);
	world_pthread_mutex_lock(two);
	world_pthread_mutex_unlock(two);
	world_pthread_mutex_unlock(one);
}

static void lock_up(void *unused)
{
	(void)unused;
	lock_both(&shared.mutex, &shared.other);
}

static void lock_down(void *unused)
{
	(void)unused;
	lock_both(&shared.other, &shared.mutex);
}

static int cross(void *unused)
{
	(void)unused;
	run_two(lock_up, lock_down);
	return 0;
}

static int cross_not(void *unused)
{
	(void)unused;
	run_two(lock_up, lock_up);
	return 0;
}

static int lock_twice(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	return world_pthread_mutex_lock(&shared.mutex);
}

static void cycles_are_told(void)
{
	char text[FAILURE_TEXT];

	snprintf(text, sizeof text, "T1 waits to lock {%p}, which T2 holds; T2 waits to lock {%p}",
		 (void *)&shared.other, (void *)&shared.mutex);
	expect_sometimes(cross, FAILURE_DEADLOCK, text);
	expect_right(cross_not);
	expect_always(lock_twice, FAILURE_DEADLOCK, "which T0 holds");
}

static int adapt(void *unused)
{
	(void)unused;
	make_mutex(&shared.mutex, PTHREAD_MUTEX_ADAPTIVE_NP, PTHREAD_PROCESS_PRIVATE);
	world_pthread_mutex_lock(&shared.mutex);
	return world_pthread_mutex_lock(&shared.mutex);
}

static void adaptive_mutexes_are_normal(void)
{
	expect_always(adapt, FAILURE_DEADLOCK, "which T0 holds");
}

/* The same place twice: the second is another mutex. */
static int __attribute__((noinline)) use_local(void)
{
	pthread_mutex_t local = PTHREAD_MUTEX_INITIALIZER;
	pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
	pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

	world_pthread_mutex_lock(&local);
	world_pthread_cond_signal(&condition);
	world_pthread_rwlock_rdlock(&lock);
	world_pthread_rwlock_unlock(&lock);
	world_pthread_mutex_unlock(&local);
	world_pthread_rwlock_destroy(&lock);
	world_pthread_cond_destroy(&condition);
	return world_pthread_mutex_destroy(&local);
}

static int use_locals(void *unused)
{
	(void)unused;
	return use_local() + use_local();
}

static void places_are_used_again(void)
{
	expect_right(use_locals);
}

/* ---- misuse of mutexes ---- */

static int unlock_unlocked(void *unused)
{
	(void)unused;
	return world_pthread_mutex_unlock(&shared.mutex);
}

static int destroy_held(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	return world_pthread_mutex_destroy(&shared.mutex);
}

static int use_destroyed(void *unused)
{
	(void)unused;
	world_pthread_mutex_destroy(&shared.mutex);
	return world_pthread_mutex_lock(&shared.mutex);
}

static int make_again(void *unused)
{
	(void)unused;
	world_pthread_mutex_destroy(&shared.mutex);
	world_pthread_mutex_init(&shared.mutex, NULL);
	world_pthread_mutex_lock(&shared.mutex);
	world_pthread_mutex_unlock(&shared.mutex);
	return world_pthread_mutex_destroy(&shared.mutex);
}

static int make_held(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	return world_pthread_mutex_init(&shared.mutex, NULL);
}

static int use_garbage(void *unused)
{
	(void)unused;
	memset(&shared.mutex, 0xaa, sizeof shared.mutex);
	return world_pthread_mutex_lock(&shared.mutex);
}

static void unlock_for_another(void *unused)
{
	(void)unused;
	while (!shared.state)
		pass();
	world_pthread_mutex_unlock(&shared.mutex);
}

static int lend(void *unused)
{
	(void)unused;
	spawn(unlock_for_another, 1);
	world_pthread_mutex_lock(&shared.mutex);
	shared.state = 1;
	announce();
	await(1);
	return 0;
}

static void misuse_of_mutexes_is_told(void)
{
	expect_always(unlock_unlocked, FAILURE_MISUSE, "which is not locked");
	expect_always(destroy_held, FAILURE_MISUSE, "which T0 holds");
	expect_always(use_destroyed, FAILURE_MISUSE, "was destroyed");
	expect_always(make_held, FAILURE_MISUSE, "which T0 holds");
	expect_always(use_garbage, FAILURE_MISUSE, "never initialized");
	expect_always(lend, FAILURE_MISUSE, "T1 unlocks mutex {");
	expect_right(make_again);
}

static int share_not(void *unused)
{
	(void)unused;
	make_mutex(&shared.mutex, PTHREAD_MUTEX_NORMAL, PTHREAD_PROCESS_PRIVATE);
	run_two(lock_and_visit, lock_and_visit);
	return 0;
}

static int share(void *unused)
{
	(void)unused;
	make_mutex(&shared.mutex, PTHREAD_MUTEX_NORMAL, PTHREAD_PROCESS_SHARED);
	run_two(lock_and_visit, lock_and_visit);
	return 0;
}

static void processes_share_only_shared_mutexes(void)
{
	settings.processes = true;
	expect_always(share_not, FAILURE_MISUSE, "not process-shared");
	expect_right(share);
	settings.processes = false;
	expect_right(share_not);
}

static pthread_mutex_t own_mutex;
static unsigned own_number;

/* Main shares `shared` with the others, and nothing else. */
static int share_the_rest_not(void *unused)
{
	(void)unused;
	engine_share(&shared, sizeof shared);
	return share(NULL);
}

static void lock_own(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&own_mutex);
	world_pthread_mutex_unlock(&own_mutex);
}

static int lock_what_is_not_shared(void *unused)
{
	(void)unused;
	engine_share(&shared, sizeof shared);
	make_mutex(&own_mutex, PTHREAD_MUTEX_NORMAL, PTHREAD_PROCESS_SHARED);
	run_two(lock_own, lock_own);
	return 0;
}

static void write_own(void *unused)
{
	(void)unused;
	engine_access(&own_number, sizeof own_number, true, 1, NULL);
}

static int write_what_is_not_shared(void *unused)
{
	(void)unused;
	engine_share(&shared, sizeof shared);
	run_two(write_own, write_own);
	return 0;
}

static void processes_have_memory_of_their_own(void)
{
	settings.processes = true;
	expect_right(share_the_rest_not);
	expect_always(lock_what_is_not_shared, FAILURE_MISUSE, "lies in memory that they do not");
	expect_always(write_what_is_not_shared, FAILURE_MISUSE, "which they do not share");
	settings.processes = false;
	expect_right(lock_what_is_not_shared);
	expect_right(write_what_is_not_shared);
}

/* Nobody dies under the explorer: a robust mutex is one that has never lost its owner. */
static int use_robust(void *unused)
{
	pthread_mutexattr_t attributes;
	pthread_mutex_t mutex;
	int error;

	(void)unused;
	if (pthread_mutexattr_init(&attributes) != 0 ||
	    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST) != 0)
		return 1;
	error = world_pthread_mutex_init(&mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
	if (error || world_pthread_mutex_lock(&mutex) != 0)
		return 2;
	if (world_pthread_mutex_consistent(&mutex) != EINVAL)
		return 3;
	return world_pthread_mutex_unlock(&mutex) == 0 ? 0 : 4;
}

static void robust_mutexes_lose_no_owner(void)
{
	expect_right(use_robust);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"mutexes exclude", mutexes_exclude},
		{"recursive mutexes count", recursive_mutexes_count},
		{"error-checking mutexes tell", errorchecking_mutexes_tell},
		{"trylock may fail", trylock_may_fail},
		{"cycles are told", cycles_are_told},
		{"adaptive mutexes are normal ones", adaptive_mutexes_are_normal},
		{"places are used again", places_are_used_again},
		{"robust mutexes lose no owner", robust_mutexes_lose_no_owner},
		{"misuse of mutexes is told", misuse_of_mutexes_is_told},
		{"processes share only shared mutexes", processes_share_only_shared_mutexes},
		{"processes have memory of their own", processes_have_memory_of_their_own},
		CU_TEST_INFO_NULL,
	};

	return suite_run("explore_mutex", tests, argc, argv);
}
