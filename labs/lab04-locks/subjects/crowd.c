/* crowd.c: workers that take turns for a fixed time (see crowd.h). */
#include "subjects/crowd.h"

#include "base/die.h"

#include <math.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WARM_MS 15
#define WINDOW_MS 25
#define MOST_WINDOWS 8

/* ---- preparing ---- */

static void must(int error)
{
	if (error)
		die_user("a pthread lock cannot be made: %s", strerror(error));
}

static void open_mutex(pthread_mutex_t *mutex, int type)
{
	pthread_mutexattr_t attributes;

	must(pthread_mutexattr_init(&attributes));
	must(pthread_mutexattr_settype(&attributes, type));
	must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_mutex_init(mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
}

static void open_rwlock(pthread_rwlock_t *rwlock)
{
	pthread_rwlockattr_t attributes;

	must(pthread_rwlockattr_init(&attributes));
	must(pthread_rwlockattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_rwlock_init(rwlock, &attributes));
	must(pthread_rwlockattr_destroy(&attributes));
}

/* Our own locks are free when they are zero. */
struct crowd *crowd_open(struct lab_sample *sample)
{
	struct crowd *crowd = mmap(NULL, sizeof *crowd, PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (crowd == MAP_FAILED) {
		bench_refused(sample, "mmap");
		return NULL;
	}
	crowd->workers = 1;
	open_mutex(&crowd->mutex, PTHREAD_MUTEX_NORMAL);
	open_mutex(&crowd->adaptive, PTHREAD_MUTEX_ADAPTIVE_NP);
	must(pthread_spin_init(&crowd->spin, PTHREAD_PROCESS_SHARED));
	open_rwlock(&crowd->rwlock);
	sorted_list_init(&crowd->list, crowd->nodes, CROWD_NODES);
	for (int i = 0; i < CROWD_MOST; i++)
		crowd->worker[i].own.key = 2 * ((i + 1) * CROWD_NODES / (CROWD_MOST + 1)) + 1;
	return crowd;
}

/* Workers that were killed may hold the locks: they are not destroyed, only forgotten. */
void crowd_close(struct crowd *crowd)
{
	if (munmap(crowd, sizeof *crowd) != 0)
		die_system("munmap");
}

long crowd_steps(long ns)
{
	static double ns_a_step;

	if (ns_a_step == 0) {
		const long steps = 500000;

		ns_a_step = 1e9;
		for (int i = 0; i < 5; i++) {
			int64_t start = clock_ns();

			crowd_work(steps);
			ns_a_step = fmin(ns_a_step, (double)(clock_ns() - start) / (double)steps);
		}
	}
	return (long)((double)ns / ns_a_step);
}

/* ---- the workers ---- */

struct member {
	struct crowd *crowd;
	crowd_turns *turns;
	int number;
	pthread_t thread;
	pid_t process;
};

/* Nobody begins before all are there. */
static void *join_in(void *arg)
{
	struct member *me = arg;

	atomic_fetch_add(&me->crowd->present, 1);
	while (atomic_load(&me->crowd->present) < me->crowd->workers && !crowd_is_over(me->crowd))
		sched_yield();
	me->turns(me->crowd, me->number);
	return NULL;
}

static bool start(struct member *member, struct lab_sample *sample)
{
	int error;

	if (!member->crowd->are_processes) {
		error = pthread_create(&member->thread, NULL, join_in, member);
		if (error)
			bench_missing(sample, "pthread_create: %s", strerror(error));
		return error == 0;
	}
	member->process = bench_fork();
	if (member->process == 0) {
		join_in(member);
		_exit(0);
	}
	if (member->process < 0)
		bench_refused(sample, "fork");
	return member->process > 0;
}

static void finish(struct member *member)
{
	int status;

	if (member->crowd->are_processes) {
		if (waitpid(member->process, &status, 0) != member->process)
			die_system("waitpid");
		BUG_UNLESS(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	} else if (pthread_join(member->thread, NULL) != 0) {
		BUG("a worker cannot be joined");
	}
}

/* ---- measuring ---- */

static void sleep_ms(long milliseconds)
{
	struct timespec left = {.tv_nsec = milliseconds * 1000000};

	while (nanosleep(&left, &left) != 0)
		;
}

struct reading {
	int64_t at;
	long turns[CROWD_MOST];
};

static void read_turns(const struct crowd *crowd, struct reading *reading)
{
	reading->at = clock_ns();
	for (int i = 0; i < crowd->workers; i++)
		reading->turns[i] =
			atomic_load_explicit(&crowd->worker[i].turns, memory_order_relaxed);
}

static long all_turns(const struct crowd *crowd, const struct reading *reading)
{
	long sum = 0;

	for (int i = 0; i < crowd->workers; i++)
		sum += reading->turns[i];
	return sum;
}

/* Who still waits at the end has waited so long at least. */
static int64_t longest_wait(const struct crowd *crowd, int64_t now)
{
	int64_t longest = 0;

	for (int i = 0; i < crowd->workers; i++) {
		int64_t past = atomic_load(&crowd->worker[i].longest);
		int64_t since = atomic_load(&crowd->worker[i].since);
		int64_t present = since ? now - since : 0;

		longest = past > longest ? past : longest;
		longest = present > longest ? present : longest;
	}
	return longest;
}

/*
 * If nobody had a turn in all the time, a turn takes at least that long. Who had none counts as one
 * with half a turn: ratios need something to divide.
 */
static void judge(const struct crowd *crowd, const struct reading *first,
		  const struct reading *last, struct lab_sample *sample)
{
	double sum = (double)(all_turns(crowd, last) - all_turns(crowd, first));
	double most = 0.5, least = INFINITY;

	for (int i = 0; i < crowd->workers; i++) {
		double turns = (double)(last->turns[i] - first->turns[i]);

		most = fmax(most, turns);
		least = fmin(least, turns);
	}
	sample->value = (double)(last->at - first->at) / fmax(sum, 1);
	sample->extra[CROWD_LEAST_SHARE] = fmax(least, 0.5) / most;
	if (crowd->is_timed)
		sample->extra[CROWD_LONGEST_WAIT] = (double)longest_wait(crowd, last->at) / 1000;
}

/* Until somebody has had a turn: of a lock that has collapsed one has to wait for something. */
static void watch(struct crowd *crowd, struct lab_sample *sample)
{
	struct reading first, last;
	int windows = 0;

	sleep_ms(WARM_MS);
	read_turns(crowd, &first);
	do {
		sleep_ms(WINDOW_MS);
		read_turns(crowd, &last);
	} while (all_turns(crowd, &last) == all_turns(crowd, &first) && ++windows < MOST_WINDOWS);
	atomic_store(&crowd->stopped, true);
	judge(crowd, &first, &last, sample);
}

void crowd_measure(struct crowd *crowd, crowd_turns *turns, struct lab_sample *sample)
{
	struct member member[CROWD_MOST];
	int started = 0;

	BUG_UNLESS(crowd->workers >= 1 && crowd->workers <= CROWD_MOST);
	for (; started < crowd->workers; started++) {
		member[started] =
			(struct member){.crowd = crowd, .turns = turns, .number = started};
		if (!start(&member[started], sample))
			break;
	}
	if (started == crowd->workers)
		watch(crowd, sample);
	atomic_store(&crowd->stopped, true);
	for (int i = 0; i < started; i++)
		finish(&member[i]);
}
