/*
 * runtime.h: what the tsan room needs of the compiler and of ThreadSanitizer's runtime.
 *
 * TSAN_BUILT is 1 in programs built with -fsanitize=thread and 0 in others. The functions are
 * those that a debugger calls from within a report; LLVM and gcc export them from the runtime but
 * declare them in no installed header. Each fills what its pointers name and returns 1, or 0 when
 * there is no such thing. A `trace` gets at most `size` addresses (but at least one) and no end mark.
 */
#ifndef TSAN_RUNTIME_H
#define TSAN_RUNTIME_H

#if defined(__SANITIZE_THREAD__)
#define TSAN_BUILT 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TSAN_BUILT 1
#endif
#endif
#ifndef TSAN_BUILT
#define TSAN_BUILT 0
#endif

int __tsan_get_report_data(void *report, const char **type, int *count, int *stacks, int *accesses,
			   int *locations, int *mutexes, int *threads, int *unique_threads,
			   void **sleep_trace, unsigned long size);
int __tsan_get_report_mop(void *report, unsigned long i, int *thread, void **address, int *bytes,
			  int *write, int *atomic, void **trace, unsigned long size);
int __tsan_get_report_loc(void *report, unsigned long i, const char **kind, void **address,
			  void **start, unsigned long *bytes, int *thread, int *fd,
			  int *suppressible, void **trace, unsigned long size);
int __tsan_get_report_mutex(void *report, unsigned long i, unsigned long *id, void **address,
			    int *destroyed, void **trace, unsigned long size);
int __tsan_get_report_thread(void *report, unsigned long i, int *thread, unsigned long *os_id,
			     int *running, const char **name, int *parent, void **trace,
			     unsigned long size);
int __tsan_get_report_unique_tid(void *report, unsigned long i, int *thread);
int __tsan_get_report_stack(void *report, unsigned long i, void **trace, unsigned long size);

/* Called for each report while the runtime holds its locks: see inside.c. */
void __tsan_on_report(void *report);

#endif
