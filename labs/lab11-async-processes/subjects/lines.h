/* lines.h: how many lines of code a file has, without comments and blanks. */
#ifndef LINES_H
#define LINES_H

/*
 * Of a file of this lab: "ways/serial.c". It is looked for where the source lies, seen from the running
 * program. Returns -1 with errno set when it is not there.
 */
long lines_count(const char *file);

#endif
