/* canary.c: measurements whose answer should not change (see canary.h). */
#include "measure/canary.h"

#include "base/die.h"
#include "measure/clock.h"
#include "measure/stats.h"

#include <errno.h>
#include <linux/futex.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Each reading is the median of a few, so that one unlucky moment does not make it. */
enum { SPINS = 5, SPIN_STEPS = 15000, GROUPS = 9, TRIPS = 25, WAKES = 9 };

/* ---- spin --------------------------------------------------------------------------------- */

static double time_spin(void)
{
	volatile uint64_t seed = 1; /* volatile: the compiler must not know what comes out */
	uint64_t x = seed;
	int64_t start = clock_ns();

	for (int i = 0; i < SPIN_STEPS; i++) {
		x *= 0x9e3779b97f4a7c15;
		x ^= x >> 29;
	}
	seed = x;
	return (double)(clock_ns() - start);
}

static double read_spin(void)
{
	double times[SPINS];

	for (int i = 0; i < SPINS; i++)
		times[i] = time_spin();
	return stats_median(times, SPINS);
}

/* ---- two cores ---------------------------------------------------------------------------- */

enum seat_state { SEAT_EMPTY, SEAT_TAKEN, SEAT_REFUSED };

/* Two threads on two cores: 0 holds the watch, 1 answers. */
struct pair {
	_Alignas(128) atomic_int turn; /* of whom it is to pass the line on */
	_Alignas(128) atomic_int seat[2];
	atomic_int bell;    /* 1 sleeps on it; its value stays 0 */
	atomic_int answers; /* how often 1 was woken */
	size_t core[2];
	double pingpong_ns, wake_ns;
};

struct player {
	struct pair *pair;
	int me;
};

/* Spin, but let others run when it takes long: the other player may need this very core. */
static void relax(int *tries)
{
	if (++*tries % 4096 == 0)
		sched_yield();
}

static void wait_for(atomic_int *word, int value)
{
	int tries = 0;

	while (atomic_load(word) != value)
		relax(&tries);
}

/* Mean round trip of the line that `turn` lies in. */
static double time_pingpong(struct pair *pair)
{
	int64_t start = clock_ns();

	for (int i = 0; i < TRIPS; i++) {
		atomic_store(&pair->turn, 1);
		wait_for(&pair->turn, 0);
	}
	return (double)(clock_ns() - start) / (double)TRIPS;
}

/* Returns whether somebody slept there and was woken. */
static bool ring(struct pair *pair)
{
	return syscall(SYS_futex, &pair->bell, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0) == 1;
}

/*
 * Time from ringing to the sleeper's answer number `turn` + 1. A ring that nobody heard came too
 * early and is repeated. Every return from the sleep is an answer, so one without a ring (a
 * signal) makes a reading wrong but leaves nobody waiting.
 */
static double time_wake(struct pair *pair, int turn)
{
	int64_t start;
	int tries = 0;

	time_spin(); /* who has only just lain down is woken too easily */
	do {
		start = clock_ns();
	} while (atomic_load(&pair->answers) <= turn && !ring(pair));
	while (atomic_load(&pair->answers) <= turn)
		relax(&tries);
	return (double)(clock_ns() - start);
}

static void lead(struct pair *pair)
{
	double pingpong[GROUPS], wake[WAKES];

	for (int i = 0; i < GROUPS; i++)
		pingpong[i] = time_pingpong(pair);
	for (int i = 0; i < WAKES; i++)
		wake[i] = time_wake(pair, i);
	pair->pingpong_ns = stats_median(pingpong, GROUPS);
	pair->wake_ns = stats_median(wake, WAKES);
}

static void follow(struct pair *pair)
{
	for (int i = 0; i < GROUPS * TRIPS; i++) {
		wait_for(&pair->turn, 1);
		atomic_store(&pair->turn, 0);
	}
	for (int i = 0; i < WAKES; i++) {
		syscall(SYS_futex, &pair->bell, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
		atomic_fetch_add(&pair->answers, 1);
	}
}

static bool pin_self(size_t core)
{
	cpu_set_t only;

	CPU_ZERO(&only);
	CPU_SET(core, &only);
	return sched_setaffinity(0, sizeof only, &only) == 0;
}

static void *play(void *arg)
{
	struct player *player = arg;
	struct pair *pair = player->pair;
	int me = player->me, tries = 0;
	bool pinned = pin_self(pair->core[me]);

	/* Both must sit where they should before either plays: else a turn would never come back. */
	atomic_store(&pair->seat[me], pinned ? SEAT_TAKEN : SEAT_REFUSED);
	while (atomic_load(&pair->seat[1 - me]) == SEAT_EMPTY)
		relax(&tries);
	if (!pinned || atomic_load(&pair->seat[1 - me]) != SEAT_TAKEN)
		return NULL;
	if (me == 0)
		lead(pair);
	else
		follow(pair);
	return NULL;
}

static void join(pthread_t thread)
{
	int error = pthread_join(thread, NULL);

	if (error)
		BUG("pthread_join: error %d", error);
}

static int play_pair(struct pair *pair)
{
	struct player players[2] = {{pair, 0}, {pair, 1}};
	pthread_t threads[2];
	int error = pthread_create(&threads[0], NULL, play, &players[0]);

	if (error) {
		errno = error;
		return -1;
	}
	error = pthread_create(&threads[1], NULL, play, &players[1]);
	if (error)
		atomic_store(&pair->seat[1], SEAT_REFUSED);
	else
		join(threads[1]);
	join(threads[0]);
	errno = error;
	return error ? -1 : 0;
}

/* The first and the last core we may run on: neighbours in number are often one core's threads. */
static bool find_two_cores(size_t core[2])
{
	cpu_set_t allowed;
	int found = 0;

	if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		return false;
	for (size_t i = 0; i < CPU_SETSIZE; i++)
		if (CPU_ISSET(i, &allowed))
			core[found++ ? 1 : 0] = i;
	return found > 1;
}

int canary_read(struct canary *canary)
{
	struct pair pair = {.pingpong_ns = NAN, .wake_ns = NAN};

	canary->spin_ns = read_spin();
	if (find_two_cores(pair.core) && play_pair(&pair) != 0)
		return -1;
	canary->pingpong_ns = pair.pingpong_ns;
	canary->wake_ns = pair.wake_ns;
	return 0;
}

/* ---- the log ------------------------------------------------------------------------------ */

struct canary_log {
	struct canary *readings;
	size_t count, room;
};

struct canary_log *canary_log_create(void)
{
	return calloc(1, sizeof(struct canary_log));
}

static int make_room(struct canary_log *log)
{
	size_t room = log->room ? 2 * log->room : 64;
	struct canary *larger;

	if (log->count < log->room)
		return 0;
	larger = realloc(log->readings, room * sizeof *larger);
	if (!larger)
		return -1;
	log->readings = larger;
	log->room = room;
	return 0;
}

int canary_log_add(struct canary_log *log)
{
	if (make_room(log) != 0 || canary_read(&log->readings[log->count]) != 0)
		return -1;
	log->count++;
	return 0;
}

void canary_log_destroy(struct canary_log *log)
{
	if (log)
		free(log->readings);
	free(log);
}

struct canary canary_log_spread(const struct canary_log *log)
{
	return canary_spread(log->readings, log->count);
}

static double pick(const struct canary *canary, int which)
{
	const double all[] = {canary->spin_ns, canary->pingpong_ns, canary->wake_ns};

	return all[which];
}

/* Over the readings that were possible. `values` has room for all. */
static double spread_of(const struct canary *readings, size_t count, int which, double *values)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (!isnan(pick(&readings[i], which)))
			values[n++] = pick(&readings[i], which);
	return stats_mad(values, n) / stats_median(values, n);
}

struct canary canary_spread(const struct canary *readings, size_t count)
{
	struct canary spread = {NAN, NAN, NAN};
	double *values;

	if (count == 0)
		return spread;
	values = malloc(count * sizeof *values);
	if (!values)
		BUG("no memory for %zu readings", count);
	spread.spin_ns = spread_of(readings, count, 0, values);
	spread.pingpong_ns = spread_of(readings, count, 1, values);
	spread.wake_ns = spread_of(readings, count, 2, values);
	free(values);
	return spread;
}

double canary_worst(struct canary spread)
{
	/* fmax passes over NAN, that is, over what could not be measured. */
	return fmax(spread.spin_ns, fmax(spread.pingpong_ns, spread.wake_ns));
}

bool canary_is_noisy(struct canary spread)
{
	return canary_worst(spread) > 0.10;
}
