/*
 * world_base.h: threads, memory, strings, output, the process's end: what programs call of these
 * (see world.h), and what the files that model them share.
 */
#ifndef EXPLORE_WORLD_WORLD_BASE_H
#define EXPLORE_WORLD_WORLD_BASE_H

#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <threads.h>

/* ---- for the world's own files ---- */

/* Where user code called: a return address, and where the user's frames begin. */
struct place {
	uintptr_t pc;
	const void *frame;
};

/* In a function that user code calls directly. */
#define PLACE_HERE                                              \
	((struct place){(uintptr_t)__builtin_return_address(0), \
			(const char *)__builtin_frame_address(0) + 2 * sizeof(void *)})

/* A plain access of n bytes, as one visible step; nothing while no schedule runs or n is 0. */
void world_touch(const void *p, size_t n, bool writes, uintptr_t pc, const void *frame);

/*
 * Fails the schedule: `name` is not modelled. Before any schedule it ends the process with status
 * 2 and a line on standard error.
 */
_Noreturn void world_refuse(const char *name, uintptr_t pc);

/* Forget all that belongs to one schedule. */
void world_base_reset(void);

/*
 * Run what the program gave to atexit, the latest first. exit does this by itself; a program's main
 * function that returns needs it called.
 */
void world_run_atexit(void);

#define HEAP_ALIGNMENT ((size_t)16)
#define HEAP_ZEROED ((size_t)256 << 10) /* from this size on, new blocks are all 0 */
#define HEAP_NO_BLOCK SIZE_MAX

/*
 * A block of the running thread's, aligned to a power of two. NULL with errno ENOMEM for sizes that
 * no malloc gives; fails the schedule when it is over the limit.
 */
void *heap_allocate(size_t size, size_t alignment, uintptr_t pc);

/* Bytes asked for, freed or not; HEAP_NO_BLOCK when no block of this schedule begins there. */
size_t heap_size_of(const void *block);

/* Announces the step, and watches for whoever comes later. Fails the schedule for no block. */
void heap_free(void *block, struct place place);

/*
 * Fails the schedule if a block is lost, when the search was asked to look (engine_leaks). Called at
 * the end of main, when all other threads have ended. Roots: where pointers may lie; ends with NULL.
 */
struct explore_region;
void world_check_leaks(const struct explore_region *roots);

/* Show every thread's copies of thread-local variables. */
void tls_visit(void (*visit)(const void *start, size_t size));

/* Run the destructors of the running thread's keys, as it ends. */
void keys_end_thread(void);

void heap_reset(void);
void malloc_reset(void);
void keys_reset(void);
void output_reset(void);
void exit_reset(void);
void random_reset(void);
void thread_reset(void);
void tls_reset(void);

/* ---- threads ---- */

int world_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			 void *(*start)(void *), void *arg);
int world_pthread_join(pthread_t thread, void **result);
int world_pthread_detach(pthread_t thread);
_Noreturn void world_pthread_exit(void *result);
pthread_t world_pthread_self(void);
pid_t world_gettid(void);
pid_t world_getpid(void);
int world_pthread_equal(pthread_t one, pthread_t other);
int world_pthread_setname_np(pthread_t thread, const char *name);
int world_thrd_create(thrd_t *thread, thrd_start_t start, void *arg);
int world_thrd_join(thrd_t thread, int *result);
int world_thrd_detach(thrd_t thread);
_Noreturn void world_thrd_exit(int result);
thrd_t world_thrd_current(void);
int world_thrd_equal(thrd_t one, thrd_t other);

int world_pthread_key_create(pthread_key_t *key, void (*destructor)(void *));
int world_pthread_key_delete(pthread_key_t key);
void *world_pthread_getspecific(pthread_key_t key);
int world_pthread_setspecific(pthread_key_t key, const void *value);
int world_tss_create(tss_t *key, tss_dtor_t destructor);
void world_tss_delete(tss_t key);
void *world_tss_get(tss_t key);
int world_tss_set(tss_t key, void *value);

/* What clang's -femulated-tls calls; the layout of *control is the compiler's (emutls.c). */
void *world___emutls_get_address(void *control);

/* Where a thread runs makes no difference: setting it does nothing. */
int world_sched_getaffinity(pid_t pid, size_t size, cpu_set_t *cores);
int world_sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *cores);
int world_pthread_setaffinity_np(pthread_t thread, size_t size, const cpu_set_t *cores);
int world_sched_getcpu(void);

/* ---- memory ---- */

void *world_malloc(size_t size);
void *world_calloc(size_t count, size_t size);
void *world_realloc(void *block, size_t size);
void *world_reallocarray(void *block, size_t count, size_t size);
void world_free(void *block);
void *world_aligned_alloc(size_t alignment, size_t size);
void *world_memalign(size_t alignment, size_t size);
int world_posix_memalign(void **block, size_t alignment, size_t size);
size_t world_malloc_usable_size(void *block);
char *world_strdup(const char *string);
char *world_strndup(const char *string, size_t size);

void *world_memcpy(void *to, const void *from, size_t size);
void *world_mempcpy(void *to, const void *from, size_t size);
void *world_memmove(void *to, const void *from, size_t size);
void *world_memset(void *to, int byte, size_t size);
void world_bzero(void *to, size_t size);
int world_memcmp(const void *one, const void *other, size_t size);
int world_bcmp(const void *one, const void *other, size_t size);
void *world_memchr(const void *where, int byte, size_t size);
void world_qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));

size_t world_strlen(const char *string);
size_t world_strnlen(const char *string, size_t size);
char *world_strcpy(char *to, const char *from);
char *world_stpcpy(char *to, const char *from);
char *world_strncpy(char *to, const char *from, size_t size);
char *world_stpncpy(char *to, const char *from, size_t size);
char *world_strcat(char *to, const char *from);
char *world_strncat(char *to, const char *from, size_t size);
int world_strcmp(const char *one, const char *other);
int world_strncmp(const char *one, const char *other, size_t size);
int world_strcasecmp(const char *one, const char *other);
int world_strncasecmp(const char *one, const char *other, size_t size);
char *world_strchr(const char *string, int byte);
char *world_strchrnul(const char *string, int byte);
char *world_strrchr(const char *string, int byte);
char *world_strstr(const char *string, const char *part);
size_t world_strspn(const char *string, const char *set);
size_t world_strcspn(const char *string, const char *set);
char *world_strpbrk(const char *string, const char *set);

/* ---- output ---- */

int world_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int world_fprintf(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));
int world_dprintf(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));
int world_vprintf(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));
int world_vfprintf(FILE *file, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
int world_puts(const char *string);
int world_putchar(int byte);
int world_fputs(const char *string, FILE *file);
int world_putc(int byte, FILE *file);
int world_fputc(int byte, FILE *file);
size_t world_fwrite(const void *data, size_t size, size_t count, FILE *file);
void world_perror(const char *prefix);
int world_fflush(FILE *file);
int world_setvbuf(FILE *file, char *buffer, int mode, size_t size);
void world_setbuf(FILE *file, char *buffer);
ssize_t world_write(int fd, const void *data, size_t size);
int world_sprintf(char *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
int world_snprintf(char *to, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int world_vsprintf(char *to, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
int world_vsnprintf(char *to, size_t size, const char *format, va_list arguments)
	__attribute__((format(printf, 3, 0)));

/* ---- the end of the process ---- */

int world_atexit(void (*handler)(void));
int world_at_quick_exit(void (*handler)(void));
_Noreturn void world_exit(int status);
_Noreturn void world_quick_exit(int status);
_Noreturn void world__exit(int status);
_Noreturn void world__Exit(int status);
_Noreturn void world_abort(void);
_Noreturn void world___assert_fail(const char *expression, const char *file, unsigned line,
				   const char *function);
_Noreturn void world___assert(const char *expression, const char *file, int line);

/* ---- random numbers ---- */

int world_rand(void);
void world_srand(unsigned seed);
int world_rand_r(unsigned *seed);
long world_random(void);
void world_srandom(unsigned seed);
double world_drand48(void);
long world_lrand48(void);
long world_mrand48(void);
void world_srand48(long seed);

#endif
