/*
 * die.h: the three ways in which a program of ours gives up.
 *
 * A mistake of the person at the keyboard ends in one line that says what to do, status 2.
 * A refusal of the operating system ends the same way, with the system's own reason.
 * A mistake of ours aborts with file and line, so that it can be found.
 */
#ifndef BASE_DIE_H
#define BASE_DIE_H

/* Status of a program that could not do what it was asked for (0 and 1 are verdicts). */
#define DIE_STATUS 2

/*
 * Print "program: message" on stderr and exit with DIE_STATUS. `format` is printf's; end the
 * message with the remedy. Any thread may call it; it flushes stdout first.
 */
_Noreturn void die_user(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for a failed system call: appends ": " and strerror(errno). */
_Noreturn void die_system(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Abort with file, line and message. Use the macro. */
_Noreturn void die_bug(const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* From now on such a message also replaces the file at `path` (kept, not copied; NULL: none). */
void die_also_to(const char *path);

#define BUG(...) die_bug(__FILE__, __LINE__, __VA_ARGS__)

/* Abort unless an invariant of our own holds. The condition has no side effects. */
#define BUG_UNLESS(condition)                                           \
	do {                                                            \
		if (!(condition))                                       \
			BUG("this should always hold: %s", #condition); \
	} while (0)

#endif
