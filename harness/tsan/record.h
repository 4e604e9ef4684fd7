/*
 * record.h: the form of the records between inside.c, which writes, and report.c, which reads.
 *
 * A record is some lines of tab-separated fields. A name or frame belongs to the access or
 * location above it; the innermost frame comes first.
 *
 *	report	TYPE	PID                      TYPE is TSan's word, or "canary"
 *	access	WHAT	HOW	BYTES	THREAD	WHO     THREAD -1: unknown; WHO: the thread's name or ""
 *	location	KIND	BYTES	THREAD           KIND: global heap stack tls fd, or ""
 *	name	TEXT                             given by the program to the lock or location
 *	global	NAME                             the variable it is in
 *	frame	FUNCTION	FILE	LINE            for a heap block: where it was allocated
 *	end
 *
 * As written by the program, a frame is "code MODULE OFFSET" and a global's name is "data MODULE
 * OFFSET"; symbols.c replaces those that it can. Empty lines mean nothing.
 */
#ifndef TSAN_RECORD_H
#define TSAN_RECORD_H

/* Names the file that records are appended to. */
#define RECORD_VARIABLE "INTERLEAVE_TSAN_REPORTS"

/* Records that one program writes at most; beyond them it only counts. */
#define RECORD_LIMIT 10000

#define RECORD_REPORT "report"
#define RECORD_ACCESS "access"
#define RECORD_LOCATION "location"
#define RECORD_NAME "name"
#define RECORD_GLOBAL "global"
#define RECORD_FRAME "frame"
#define RECORD_END "end"
#define RECORD_CODE "code"
#define RECORD_DATA "data"

#define RECORD_CANARY "canary"

/* WHAT */
#define RECORD_READ "read"
#define RECORD_WRITE "write"
#define RECORD_HOLDS "holds" /* a lock of a cycle, taken earlier */
#define RECORD_TAKES "takes" /* the next lock of the cycle */
#define RECORD_CALLS "calls" /* anything but memory: a misused lock */

/* HOW */
#define RECORD_PLAIN "plain"
#define RECORD_ATOMIC "atomic"

#endif
