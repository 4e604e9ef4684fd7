/*
 * world.h: what a program under exploration calls instead of the C library.
 *
 * The program's object files are compiled unchanged; build.sh then renames each call of a modelled
 * function f to world_f, and each hook __tsan_h of the compiler's instrumentation to hook_h (so
 * the harness itself keeps the real ones). Which functions are modelled is not listed anywhere:
 * what is defined here is. Every function means what the standard says of the one it is named
 * after; while no schedule runs (constructors, say) the calls mean what they mean elsewhere.
 *
 * In scenarios written inside the harness's own tests, call these by their names.
 */
#ifndef EXPLORE_WORLD_WORLD_H
#define EXPLORE_WORLD_WORLD_H

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <threads.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>

/* Prepare the world for a schedule: called by the search, outside of all threads. */
void world_reset(void);

/* Bytes that the program may allocate in one schedule. */
void world_limit_memory(size_t bytes);

/* What the program has printed in this schedule, cut at some length. */
const char *world_output(size_t *length);

/* c11.c */
int world_mtx_init(mtx_t *mutex, int type);
void world_mtx_destroy(mtx_t *mutex);
int world_mtx_lock(mtx_t *mutex);
int world_mtx_trylock(mtx_t *mutex);
int world_mtx_timedlock(mtx_t *mutex, const struct timespec *until);
int world_mtx_unlock(mtx_t *mutex);
int world_cnd_init(cnd_t *condition);
void world_cnd_destroy(cnd_t *condition);
int world_cnd_wait(cnd_t *condition, mtx_t *mutex);
int world_cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until);
int world_cnd_signal(cnd_t *condition);
int world_cnd_broadcast(cnd_t *condition);

/* clock.c */
int world_clock_gettime(clockid_t clock, struct timespec *time);
time_t world_time(time_t *result);
int world_gettimeofday(struct timeval *time, void *zone);
unsigned world_sleep(unsigned seconds);
int world_usleep(useconds_t microseconds);
int world_nanosleep(const struct timespec *duration, struct timespec *rest);
int world_thrd_sleep(const struct timespec *duration, struct timespec *rest);
int world_sched_yield(void);
void world_thrd_yield(void);

/* cond.c */
int world_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int world_pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
				 const struct timespec *until);
int world_pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
				 const struct timespec *until);
int world_pthread_cond_signal(pthread_cond_t *condition);
int world_pthread_cond_broadcast(pthread_cond_t *condition);
int world_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes);
int world_pthread_cond_destroy(pthread_cond_t *condition);

/* exit.c */
_Noreturn void world_exit(int status);
_Noreturn void world__exit(int status);
_Noreturn void world__Exit(int status);
_Noreturn void world_abort(void);
_Noreturn void world___assert_fail(const char *assertion, const char *file, unsigned line,
				   const char *function);
_Noreturn void world_refuse(const char *name, uintptr_t pc);

/* heap.c */
void *world_malloc(size_t size);
void *world_calloc(size_t count, size_t size);
void *world_aligned_alloc(size_t alignment, size_t size);
int world_posix_memalign(void **block, size_t alignment, size_t size);
void world_free(void *block);
void *world_realloc(void *block, size_t size);
char *world_strdup(const char *text);

/* keys.c */
int world_pthread_key_create(pthread_key_t *key, void (*destructor)(void *));
int world_pthread_key_delete(pthread_key_t key);
int world_pthread_setspecific(pthread_key_t key, const void *value);
void *world_pthread_getspecific(pthread_key_t key);
int world_tss_create(tss_t *key, tss_dtor_t destructor);
void world_tss_delete(tss_t key);
int world_tss_set(tss_t key, void *value);
void *world_tss_get(tss_t key);

/* memory.c */
void *world_memcpy(void *to, const void *from, size_t size);
void *world_memmove(void *to, const void *from, size_t size);
void *world_memset(void *to, int byte, size_t size);
int world_memcmp(const void *one, const void *other, size_t size);
size_t world_strlen(const char *text);
char *world_strcpy(char *to, const char *from);
char *world_strncpy(char *to, const char *from, size_t size);
char *world_strcat(char *to, const char *from);
int world_strcmp(const char *one, const char *other);
int world_strncmp(const char *one, const char *other, size_t size);
char *world_strchr(const char *text, int character);

/* mutex.c */
int world_pthread_mutex_lock(pthread_mutex_t *mutex);
int world_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until);
int world_pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
				  const struct timespec *until);
int world_pthread_mutex_trylock(pthread_mutex_t *mutex);
int world_pthread_mutex_unlock(pthread_mutex_t *mutex);
int world_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int world_pthread_mutex_destroy(pthread_mutex_t *mutex);

/* once.c */
int world_pthread_once(pthread_once_t *flag, void (*routine)(void));
void world_call_once(once_flag *flag, void (*routine)(void));
int world_pthread_barrier_init(pthread_barrier_t *address, const pthread_barrierattr_t *attributes,
			       unsigned count);
int world_pthread_barrier_destroy(pthread_barrier_t *address);
int world_pthread_barrier_wait(pthread_barrier_t *address);

/* output.c */
int world_vprintf(const char *format, va_list arguments);
int world_vfprintf(FILE *file, const char *format, va_list arguments);
int world_printf(const char *format, ...);
int world_fprintf(FILE *file, const char *format, ...);
int world_puts(const char *text);
int world_fputs(const char *text, FILE *file);
int world_putchar(int character);
int world_fputc(int character, FILE *file);
int world_putc(int character, FILE *file);
size_t world_fwrite(const void *data, size_t size, size_t count, FILE *file);
ssize_t world_write(int fd, const void *data, size_t size);
void world_perror(const char *text);
int world_fflush(FILE *file);

/* random.c */
int world_rand(void);
void world_srand(unsigned seed);
long world_random(void);
void world_srandom(unsigned seed);

/* rwlock.c */
int world_pthread_rwlock_rdlock(pthread_rwlock_t *address);
int world_pthread_rwlock_wrlock(pthread_rwlock_t *address);
int world_pthread_rwlock_timedrdlock(pthread_rwlock_t *address, const struct timespec *until);
int world_pthread_rwlock_timedwrlock(pthread_rwlock_t *address, const struct timespec *until);
int world_pthread_rwlock_tryrdlock(pthread_rwlock_t *address);
int world_pthread_rwlock_trywrlock(pthread_rwlock_t *address);
int world_pthread_rwlock_unlock(pthread_rwlock_t *address);
int world_pthread_rwlock_init(pthread_rwlock_t *address, const pthread_rwlockattr_t *attributes);
int world_pthread_rwlock_destroy(pthread_rwlock_t *address);

/* semaphore.c */
int world_sem_init(sem_t *address, int shared, unsigned value);
int world_sem_destroy(sem_t *address);
int world_sem_wait(sem_t *address);
int world_sem_timedwait(sem_t *address, const struct timespec *until);
int world_sem_trywait(sem_t *address);
int world_sem_post(sem_t *address);
int world_sem_getvalue(sem_t *address, int *value);

/* spin.c */
int world_pthread_spin_init(pthread_spinlock_t *lock, int shared);
int world_pthread_spin_destroy(pthread_spinlock_t *lock);
int world_pthread_spin_lock(pthread_spinlock_t *lock);
int world_pthread_spin_trylock(pthread_spinlock_t *lock);
int world_pthread_spin_unlock(pthread_spinlock_t *lock);

/* thread.c */
int world_pthread_create(pthread_t *handle, const pthread_attr_t *attributes,
			 void *(*start)(void *), void *arg);
int world_pthread_join(pthread_t handle, void **result);
int world_pthread_detach(pthread_t handle);
_Noreturn void world_pthread_exit(void *result);
pthread_t world_pthread_self(void);
int world_pthread_equal(pthread_t one, pthread_t other);
int world_thrd_create(thrd_t *handle, thrd_start_t start, void *arg);
int world_thrd_join(thrd_t handle, int *result);
int world_thrd_detach(thrd_t handle);
thrd_t world_thrd_current(void);
int world_thrd_equal(thrd_t one, thrd_t other);
_Noreturn void world_thrd_exit(int result);

/* tls.c */
void *world___emutls_get_address(void *address);

#endif
