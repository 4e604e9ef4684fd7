/* way.c: pipe, eventfd, futex, semaphore and condition variable (see way.h). */
#include "subjects/way.h"

#include "base/die.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- pipe -------------------------------------------------------------------------------- */

static void close_descriptors(struct line *line)
{
	for (int side = 0; side < 2; side++) {
		close(line->read[side]);
		if (line->write[side] != line->read[side])
			close(line->write[side]);
	}
}

static const char *open_pipe(struct line *line)
{
	for (int side = 0; side < 2; side++) {
		int ends[2];

		if (pipe(ends) != 0)
			return "pipe";
		line->read[side] = ends[0];
		line->write[side] = ends[1];
	}
	return NULL;
}

static void give_byte(struct line *line, int side)
{
	if (write(line->write[side], "", 1) != 1)
		die_system("cannot write to a pipe");
}

static void take_byte(struct line *line, int side)
{
	char byte;

	if (read(line->read[side], &byte, 1) != 1)
		die_system("cannot read from a pipe");
}

const struct way way_pipe = {open_pipe, give_byte, take_byte, close_descriptors};

/* ---- eventfd ----------------------------------------------------------------------------- */

static const char *open_eventfd(struct line *line)
{
	for (int side = 0; side < 2; side++) {
		line->read[side] = line->write[side] = eventfd(0, EFD_CLOEXEC);
		if (line->read[side] < 0)
			return "eventfd";
	}
	return NULL;
}

static void give_event(struct line *line, int side)
{
	uint64_t one = 1;

	if (write(line->write[side], &one, sizeof one) != sizeof one)
		die_system("cannot write to an eventfd");
}

static void take_event(struct line *line, int side)
{
	uint64_t count;

	if (read(line->read[side], &count, sizeof count) != sizeof count)
		die_system("cannot read from an eventfd");
}

const struct way way_eventfd = {open_eventfd, give_event, take_event, close_descriptors};

/* ---- futex ------------------------------------------------------------------------------- */

static const char *open_nothing(struct line *line)
{
	(void)line;
	return NULL;
}

static void close_nothing(struct line *line)
{
	(void)line;
}

/* A private futex is found by its address alone, which is why threads pay less for it. */
static long call_futex(struct line *line, int side, int operation, uint32_t value)
{
	return syscall(SYS_futex, &line->given[side],
		       line->shared ? operation : operation | FUTEX_PRIVATE_FLAG, value, NULL, NULL,
		       0);
}

static void give_futex(struct line *line, int side)
{
	atomic_store(&line->given[side], 1);
	if (call_futex(line, side, FUTEX_WAKE, 1) < 0)
		die_system("cannot wake by futex");
}

static void take_futex(struct line *line, int side)
{
	/* The kernel looks at the word again before it sleeps: what was given meanwhile is seen. */
	while (atomic_exchange(&line->given[side], 0) == 0)
		if (call_futex(line, side, FUTEX_WAIT, 0) < 0 && errno != EAGAIN && errno != EINTR)
			die_system("cannot wait by futex");
}

const struct way way_futex = {open_nothing, give_futex, take_futex, close_nothing};

/* ---- semaphore --------------------------------------------------------------------------- */

static const char *open_semaphore(struct line *line)
{
	for (int side = 0; side < 2; side++)
		if (sem_init(&line->semaphore[side], line->shared, 0) != 0)
			return "sem_init";
	return NULL;
}

static void give_semaphore(struct line *line, int side)
{
	if (sem_post(&line->semaphore[side]) != 0)
		die_system("cannot post a semaphore");
}

static void take_semaphore(struct line *line, int side)
{
	while (sem_wait(&line->semaphore[side]) != 0)
		if (errno != EINTR)
			die_system("cannot wait for a semaphore");
}

static void close_semaphore(struct line *line)
{
	for (int side = 0; side < 2; side++)
		if (sem_destroy(&line->semaphore[side]) != 0)
			die_system("cannot destroy a semaphore");
}

const struct way way_semaphore = {open_semaphore, give_semaphore, take_semaphore, close_semaphore};

/* ---- condition variable ------------------------------------------------------------------ */

/* These calls return their error. */
static void must(int error)
{
	errno = error;
	if (error)
		die_system("cannot use a mutex or condition variable");
}

static const char *open_condition(struct line *line)
{
	int sharing = line->shared ? PTHREAD_PROCESS_SHARED : PTHREAD_PROCESS_PRIVATE;
	pthread_mutexattr_t mutex;
	pthread_condattr_t condition;

	must(pthread_mutexattr_init(&mutex));
	must(pthread_mutexattr_setpshared(&mutex, sharing));
	must(pthread_mutex_init(&line->mutex, &mutex));
	must(pthread_mutexattr_destroy(&mutex));
	must(pthread_condattr_init(&condition));
	must(pthread_condattr_setpshared(&condition, sharing));
	for (int side = 0; side < 2; side++)
		must(pthread_cond_init(&line->condition[side], &condition));
	must(pthread_condattr_destroy(&condition));
	line->turn = -1;
	return NULL;
}

/*
 * DOC: signalled with the mutex held. On one core the woken one may run at once, find the mutex
 * taken, and go back to sleep: two switches for nothing.
 */
static void give_condition(struct line *line, int side)
{
	must(pthread_mutex_lock(&line->mutex));
	line->turn = side;
	must(pthread_cond_signal(&line->condition[side]));
	must(pthread_mutex_unlock(&line->mutex));
}

static void take_condition(struct line *line, int side)
{
	must(pthread_mutex_lock(&line->mutex));
	while (line->turn != side)
		must(pthread_cond_wait(&line->condition[side], &line->mutex));
	line->turn = -1; /* taken: the next one must be given anew */
	must(pthread_mutex_unlock(&line->mutex));
}

static void close_condition(struct line *line)
{
	must(pthread_mutex_destroy(&line->mutex));
	for (int side = 0; side < 2; side++)
		must(pthread_cond_destroy(&line->condition[side]));
}

const struct way way_condition = {open_condition, give_condition, take_condition, close_condition};
