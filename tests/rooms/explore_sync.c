/* explore_sync.c: tests of the other modelled locks, semaphores, C11 and the clock. */
#include "seeded.h"
#include "suite.h"

#include <errno.h>

static void read_together(void *unused)
{
	(void)unused;
	world_pthread_rwlock_rdlock(&shared.rwlock);
	world_pthread_rwlock_rdlock(&shared.rwlock);
	if (shared.inside)
		engine_exit(99);
	shared.first |= ++shared.readers > 1;
	pass();
	shared.readers--;
	world_pthread_rwlock_unlock(&shared.rwlock);
	world_pthread_rwlock_unlock(&shared.rwlock);
}

static void write_alone(void *unused)
{
	(void)unused;
	world_pthread_rwlock_wrlock(&shared.rwlock);
	if (shared.readers)
		engine_exit(98);
	visit();
	world_pthread_rwlock_unlock(&shared.rwlock);
}

static int read_and_write(void *unused)
{
	(void)unused;
	spawn(write_alone, 1);
	spawn(read_together, 2);
	spawn(read_together, 3);
	for (int i = 1; i <= 3; i++)
		await(i);
	return shared.first;
}

static int try_rwlock(void *unused)
{
	(void)unused;
	world_pthread_rwlock_rdlock(&shared.rwlock);
	if (world_pthread_rwlock_trywrlock(&shared.rwlock) != EBUSY)
		return 1;
	if (world_pthread_rwlock_tryrdlock(&shared.rwlock) != 0)
		return 2;
	if (world_pthread_rwlock_timedwrlock(&shared.rwlock, soon()) != ETIMEDOUT)
		return 3;
	world_pthread_rwlock_unlock(&shared.rwlock);
	world_pthread_rwlock_unlock(&shared.rwlock);
	return world_pthread_rwlock_destroy(&shared.rwlock);
}

static int upgrade(void *unused)
{
	(void)unused;
	world_pthread_rwlock_rdlock(&shared.rwlock);
	return world_pthread_rwlock_wrlock(&shared.rwlock);
}

static int unlock_rwlock(void *unused)
{
	(void)unused;
	return world_pthread_rwlock_unlock(&shared.rwlock);
}

static int destroy_rwlock(void *unused)
{
	(void)unused;
	world_pthread_rwlock_destroy(&shared.rwlock);
	return world_pthread_rwlock_rdlock(&shared.rwlock);
}

static void readers_share_and_writers_do_not(void)
{
	CU_ASSERT_EQUAL(seeded_results(read_and_write), 1u << 0 | 1u << 1);
	expect_right(try_rwlock);
	expect_always(upgrade, FAILURE_DEADLOCK, "which T0 holds");
	expect_always(unlock_rwlock, FAILURE_MISUSE, "which it does not hold");
	expect_always(destroy_rwlock, FAILURE_MISUSE, "was destroyed");
}

static void spin_and_visit(void *unused)
{
	(void)unused;
	world_pthread_spin_lock(&shared.spin);
	visit();
	world_pthread_spin_unlock(&shared.spin);
}

static int spin(void *unused)
{
	(void)unused;
	world_pthread_spin_init(&shared.spin, PTHREAD_PROCESS_PRIVATE);
	run_two(spin_and_visit, spin_and_visit);
	if (world_pthread_spin_trylock(&shared.spin) != 0)
		return 1;
	if (world_pthread_spin_trylock(&shared.spin) != EBUSY)
		return 2;
	world_pthread_spin_unlock(&shared.spin);
	return world_pthread_spin_destroy(&shared.spin);
}

static int spin_uninitialized(void *unused)
{
	(void)unused;
	return world_pthread_spin_lock(&shared.spin);
}

static void spin_locks_exclude(void)
{
	expect_right(spin);
	expect_always(spin_uninitialized, FAILURE_MISUSE, "never initialized");
}

/* Whoever is last destroys the barrier, while the others may be on their way still. */
static void meet(void *unused)
{
	(void)unused;
	for (int i = 0; i < 2; i++) {
		shared.count++;
		if (world_pthread_barrier_wait(&shared.barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
			shared.first++;
		if (shared.count < 2 * (i + 1))
			engine_exit(99);
	}
}

static void meet_and_destroy(void *unused)
{
	(void)unused;
	if (world_pthread_barrier_wait(&shared.barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
		world_pthread_barrier_destroy(&shared.barrier);
}

static int meet_twice(void *unused)
{
	(void)unused;
	world_pthread_barrier_init(&shared.barrier, NULL, 2);
	run_two(meet, meet);
	return shared.first == 2 ? 0 : 1;
}

static int destroy_after_meeting(void *unused)
{
	(void)unused;
	world_pthread_barrier_init(&shared.barrier, NULL, 2);
	run_two(meet_and_destroy, meet_and_destroy);
	return world_pthread_barrier_init(&shared.barrier, NULL, 0) == EINVAL ? 0 : 1;
}

static int meet_nobody(void *unused)
{
	(void)unused;
	world_pthread_barrier_init(&shared.barrier, NULL, 3);
	run_two(meet, meet);
	return 0;
}

static void barriers_wait_for_all(void)
{
	expect_right(meet_twice);
	expect_right(destroy_after_meeting);
	expect_always(meet_nobody, FAILURE_DEADLOCK, "T1 waits to ");
}

static void prepare(void)
{
	pass();
	shared.count++;
}

static void use_once(void *unused)
{
	(void)unused;
	world_pthread_once(&shared.once, prepare);
	if (shared.count != 1)
		engine_exit(99);
}

static int run_once(void *unused)
{
	(void)unused;
	run_two(use_once, use_once);
	world_call_once(&shared.flag, prepare);
	world_call_once(&shared.flag, prepare);
	return shared.count == 2 ? 0 : 1;
}

static void recurse(void)
{
	world_pthread_once(&shared.once, recurse);
}

static int run_recursively(void *unused)
{
	(void)unused;
	return world_pthread_once(&shared.once, recurse);
}

static void routines_run_once(void)
{
	expect_right(run_once);
	expect_always(run_recursively, FAILURE_DEADLOCK, "which T0 holds");
}

static void take_and_visit(void *unused)
{
	(void)unused;
	world_sem_wait(&shared.semaphore);
	visit();
	world_sem_post(&shared.semaphore);
}

static int use_semaphore(void *unused)
{
	int value;

	(void)unused;
	world_sem_init(&shared.semaphore, 0, 1);
	run_two(take_and_visit, take_and_visit);
	if (world_sem_getvalue(&shared.semaphore, &value) != 0 || value != 1)
		return 1;
	if (world_sem_trywait(&shared.semaphore) != 0)
		return 2;
	if (world_sem_trywait(&shared.semaphore) != -1 || errno != EAGAIN)
		return 3;
	if (world_sem_timedwait(&shared.semaphore, soon()) != -1 || errno != ETIMEDOUT)
		return 4;
	return world_sem_destroy(&shared.semaphore);
}

static int use_no_semaphore(void *unused)
{
	(void)unused;
	return world_sem_wait(&shared.semaphore);
}

static int use_old_semaphore(void *unused)
{
	(void)unused;
	world_sem_init(&shared.semaphore, 0, 1);
	world_sem_destroy(&shared.semaphore);
	return world_sem_post(&shared.semaphore);
}

static int want_too_much(void *unused)
{
	(void)unused;
	world_sem_init(&shared.semaphore, 0, 0);
	return world_sem_wait(&shared.semaphore);
}

static void semaphores_count(void)
{
	expect_right(use_semaphore);
	expect_always(use_no_semaphore, FAILURE_MISUSE, "never initialized");
	expect_always(use_old_semaphore, FAILURE_MISUSE, "was destroyed");
	expect_always(want_too_much, FAILURE_DEADLOCK, "T0 waits to ");
}

static int use_c11(void *unused)
{
	(void)unused;
	if (world_mtx_init(&shared.mtx, mtx_timed) != thrd_success)
		return 1;
	if (world_mtx_lock(&shared.mtx) != thrd_success)
		return 2;
	if (world_mtx_trylock(&shared.mtx) != thrd_busy)
		return 3;
	if (world_mtx_timedlock(&shared.mtx, soon()) != thrd_timedout)
		return 4;
	world_cnd_init(&shared.cnd);
	if (world_cnd_timedwait(&shared.cnd, &shared.mtx, soon()) != thrd_timedout)
		return 5;
	if (world_mtx_unlock(&shared.mtx) != thrd_success)
		return 6;
	world_cnd_destroy(&shared.cnd);
	world_mtx_destroy(&shared.mtx);
	return 0;
}

static void c11_has_its_own_codes(void)
{
	expect_right(use_c11);
}

static int watch_the_clock(void *unused)
{
	struct timespec now, later, bad = {.tv_nsec = 1000000000};
	long looks = 0;

	(void)unused;
	world_clock_gettime(CLOCK_MONOTONIC, &now);
	world_sleep(100);
	world_clock_gettime(CLOCK_MONOTONIC, &later);
	if (later.tv_sec - now.tv_sec < 100)
		return 1;
	for (now = later; later.tv_sec < now.tv_sec + 60; looks++)
		world_clock_gettime(CLOCK_MONOTONIC, &later);
	if (world_nanosleep(&bad, NULL) != -1 || errno != EINVAL)
		return 2;
	now = (struct timespec){.tv_sec = INT64_MAX};
	world_nanosleep(&now, NULL);
	world_clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &now, NULL);
	return looks < 3000 ? 0 : 3;
}

static void time_is_virtual(void)
{
	expect_right(watch_the_clock);
}

/* ---- without a schedule ---- */

static sem_t early;

static int use_early(void *unused)
{
	(void)unused;
	return world_sem_wait(&early);
}

static void outside_of_schedules_all_is_real(void)
{
	pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	struct timespec now = {0};

	CU_ASSERT_EQUAL(world_pthread_mutex_lock(&mutex), 0);
	CU_ASSERT_EQUAL(pthread_mutex_trylock(&mutex), EBUSY);
	CU_ASSERT_EQUAL(world_pthread_mutex_unlock(&mutex), 0);
	CU_ASSERT_EQUAL(world_clock_gettime(CLOCK_REALTIME, &now), 0);
	CU_ASSERT(now.tv_sec > 0);
	CU_ASSERT_EQUAL(world_sem_init(&early, 0, 0), 0);
	CU_ASSERT_EQUAL(world_sem_post(&early), 0);
	expect_right(use_early); /* what was made before can be used */
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"readers share and writers do not", readers_share_and_writers_do_not},
		{"spin locks exclude", spin_locks_exclude},
		{"barriers wait for all", barriers_wait_for_all},
		{"routines run once", routines_run_once},
		{"semaphores count", semaphores_count},
		{"C11 has codes of its own", c11_has_its_own_codes},
		{"time is virtual", time_is_virtual},
		{"outside of schedules all is real", outside_of_schedules_all_is_real},
		CU_TEST_INFO_NULL,
	};

	return suite_run("explore_sync", tests, argc, argv);
}
