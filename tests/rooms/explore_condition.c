/* explore_condition.c: tests of the modelled conditions: wake-ups lost, chosen, late and spurious. */
#include "seeded.h"
#include "suite.h"

#include <errno.h>
#include <string.h>

static void wait_for_state(void *number)
{
	world_pthread_mutex_lock(&shared.mutex);
	while (!shared.state)
		world_pthread_cond_wait(&shared.condition, &shared.mutex);
	if (!shared.first)
		shared.first = (int)(intptr_t)number;
	world_pthread_mutex_unlock(&shared.mutex);
}

static void set_state(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	shared.state = 1;
	world_pthread_cond_signal(&shared.condition);
	world_pthread_mutex_unlock(&shared.mutex);
}

static int wait_well(void *unused)
{
	(void)unused;
	run_two(wait_for_state, set_state);
	return 0;
}

/* Looks before it locks: the signal may come in between. */
static void wait_badly(void *unused)
{
	int state = shared.state;

	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	if (!state)
		world_pthread_cond_wait(&shared.condition, &shared.mutex);
	world_pthread_mutex_unlock(&shared.mutex);
}

static int lose(void *unused)
{
	(void)unused;
	run_two(wait_badly, set_state);
	return 0;
}

static void wakeups_get_lost(void)
{
	expect_sometimes(lose, FAILURE_LOST_WAKEUP, "T1 waits on condition {");
	expect_right(wait_well);
}

static void wait_once(void *number)
{
	world_pthread_mutex_lock(&shared.mutex);
	shared.count++;
	announce();
	world_pthread_cond_wait(&shared.condition, &shared.mutex);
	if (!shared.first)
		shared.first = (int)(intptr_t)number;
	shared.done[(intptr_t)number] = 1;
	announce();
	world_pthread_mutex_unlock(&shared.mutex);
}

static void spawn_waiters(void)
{
	spawn(wait_once, 1);
	spawn(wait_once, 2);
	for (;;) {
		world_pthread_mutex_lock(&shared.mutex);
		if (shared.count == 2)
			return;
		world_pthread_mutex_unlock(&shared.mutex);
		pass();
	}
}

static int signal_one_of_two(void *unused)
{
	(void)unused;
	spawn_waiters();
	world_pthread_cond_signal(&shared.condition);
	world_pthread_mutex_unlock(&shared.mutex);
	while (!shared.done[1] && !shared.done[2])
		pass();
	return shared.first;
}

static int signal_once_for_two(void *unused)
{
	(void)unused;
	spawn_waiters();
	world_pthread_cond_signal(&shared.condition);
	world_pthread_mutex_unlock(&shared.mutex);
	await(1);
	await(2);
	return 0;
}

static int broadcast_to_two(void *unused)
{
	(void)unused;
	spawn_waiters();
	world_pthread_cond_broadcast(&shared.condition);
	world_pthread_cond_destroy(&shared.condition);
	world_pthread_cond_init(&shared.condition, NULL);
	world_pthread_mutex_unlock(&shared.mutex);
	await(1);
	await(2);
	return shared.done[1] && shared.done[2] ? 0 : 1;
}

static void wait_silently(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	world_pthread_cond_wait(&shared.condition, &shared.mutex);
	shared.done[1] = 1;
	announce();
	world_pthread_mutex_unlock(&shared.mutex);
}

/* Keeps the mutex: whoever was woken needs no signal any more, but that. */
static void signal_and_keep(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	shared.state = 1;
	world_pthread_cond_signal(&shared.condition);
}

static int keep(void *unused)
{
	(void)unused;
	run_two(wait_silently, signal_and_keep);
	return 0;
}

static void woken_waiters_wait_for_the_mutex(void)
{
	expect_always(keep, FAILURE_DEADLOCK, "which T2 held when it ended");
}

/* Who signals again and again must not be taken for one who waits for nothing. */
static int signal_until_woken(void *unused)
{
	(void)unused;
	spawn(wait_silently, 1);
	while (!shared.done[1]) {
		world_pthread_cond_signal(&shared.condition);
		pass();
	}
	return 0;
}

static void signals_wake_either_waiter(void)
{
	expect_right(signal_until_woken);
	CU_ASSERT_EQUAL(seeded_results(signal_one_of_two), 1u << 1 | 1u << 2);
	expect_always(signal_once_for_two, FAILURE_LOST_WAKEUP, "waits on condition {");
}

static void broadcasts_wake_all(void)
{
	expect_right(broadcast_to_two);
}

static void wait_some_time(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	while (!shared.state && !shared.first)
		shared.first = world_pthread_cond_timedwait(&shared.condition, &shared.mutex,
							    soon()) == ETIMEDOUT;
	visit();
	world_pthread_mutex_unlock(&shared.mutex);
}

static int wait_in_time(void *unused)
{
	struct timespec now;

	(void)unused;
	run_two(wait_some_time, set_state);
	world_clock_gettime(CLOCK_REALTIME, &now);
	if (shared.first && now.tv_sec < soon()->tv_sec)
		return 2;
	return shared.first;
}

static int lock_in_time(void *unused)
{
	const struct timespec never = {.tv_sec = 1, .tv_nsec = -1};

	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	if (world_pthread_mutex_timedlock(&shared.mutex, soon()) != ETIMEDOUT)
		return 1;
	if (world_pthread_mutex_clocklock(&shared.mutex, CLOCK_MONOTONIC, soon()) != ETIMEDOUT)
		return 2;
	if (world_pthread_mutex_timedlock(&shared.mutex, &never) != EINVAL)
		return 3;
	if (world_pthread_cond_timedwait(&shared.condition, &shared.mutex, &never) != EINVAL)
		return 4;
	return world_pthread_mutex_unlock(&shared.mutex);
}

static void timeouts_come_or_not(void)
{
	CU_ASSERT_EQUAL(seeded_results(wait_in_time), 1u << 0 | 1u << 1);
	expect_right(lock_in_time);
}

/* If and not while: right, but for spurious wake-ups. */
static void wait_with_if(void *unused)
{
	(void)unused;
	world_pthread_mutex_lock(&shared.mutex);
	if (!shared.state)
		world_pthread_cond_wait(&shared.condition, &shared.mutex);
	if (!shared.state)
		shared.first = 1;
	world_pthread_mutex_unlock(&shared.mutex);
}

static int trust_wakeups(void *unused)
{
	(void)unused;
	run_two(wait_with_if, set_state);
	return shared.first;
}

static void spurious_wakeups_come_on_request(void)
{
	expect_right(trust_wakeups);
	settings.spurious = true;
	CU_ASSERT_EQUAL(seeded_results(trust_wakeups), 1u << 0 | 1u << 1);
	expect_right(wait_well);
	settings.spurious = false;
}

static int wait_without_mutex(void *unused)
{
	(void)unused;
	return world_pthread_cond_wait(&shared.condition, &shared.mutex);
}

static int destroy_awaited(void *unused)
{
	(void)unused;
	spawn_waiters();
	return world_pthread_cond_destroy(&shared.condition);
}

static int destroy_its_mutex(void *unused)
{
	(void)unused;
	spawn_waiters();
	world_pthread_mutex_unlock(&shared.mutex);
	return world_pthread_mutex_destroy(&shared.mutex);
}

static int signal_garbage(void *unused)
{
	(void)unused;
	memset(&shared.condition, 0xaa, sizeof shared.condition);
	return world_pthread_cond_signal(&shared.condition);
}

static void misuse_of_conditions_is_told(void)
{
	expect_always(wait_without_mutex, FAILURE_MISUSE, "without holding the mutex");
	expect_always(destroy_awaited, FAILURE_MISUSE, "while others wait on it");
	expect_always(destroy_its_mutex, FAILURE_MISUSE, "waits on a condition");
	expect_always(signal_garbage, FAILURE_MISUSE, "never initialized");
}

static void wait_recursively(void *levels)
{
	for (intptr_t i = 0; i < (intptr_t)levels; i++)
		world_pthread_mutex_lock(&shared.mutex);
	while (!shared.state)
		world_pthread_cond_wait(&shared.condition, &shared.mutex);
	for (intptr_t i = 0; i < (intptr_t)levels; i++)
		world_pthread_mutex_unlock(&shared.mutex);
}

static int wait_at_level(int levels)
{
	shared.mutex = (pthread_mutex_t)PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
	spawn(wait_recursively, levels);
	spawn(set_state, 2);
	await(1);
	await(2);
	return 0;
}

static int wait_at_one(void *unused)
{
	(void)unused;
	return wait_at_level(1);
}

static int wait_at_two(void *unused)
{
	(void)unused;
	return wait_at_level(2);
}

static void waits_give_back_one_level(void)
{
	expect_right(wait_at_one);
	expect_sometimes(wait_at_two, FAILURE_LOST_WAKEUP, "T2 waits to lock {");
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"wake-ups get lost", wakeups_get_lost},
		{"signals wake either waiter", signals_wake_either_waiter},
		{"broadcasts wake all", broadcasts_wake_all},
		{"woken waiters wait for the mutex", woken_waiters_wait_for_the_mutex},
		{"timeouts come or not", timeouts_come_or_not},
		{"spurious wake-ups come on request", spurious_wakeups_come_on_request},
		{"misuse of conditions is told", misuse_of_conditions_is_told},
		{"waits give back one level", waits_give_back_one_level},
		CU_TEST_INFO_NULL,
	};

	return suite_run("explore_condition", tests, argc, argv);
}
