/*
 * compile.h: from C files to a program that can be explored, kept in build/explore/ until one of
 * its sources, headers or flags changes. build.sh does the work.
 */
#ifndef EXPLORE_COMPILE_H
#define EXPLORE_COMPILE_H

#include <stddef.h>

#define COMPILE_MOST_FILES 64
#define COMPILE_MOST_FLAGS 64

struct compile_request {
	int file_count, flag_count;
	char *file[COMPILE_MOST_FILES];
	char *flag[COMPILE_MOST_FLAGS];
};

/*
 * Write the program's path. A single file that is an executable and no C file is that program. A
 * person's mistakes (no such file, not C, does not compile) end this process with DIE_STATUS.
 */
void compile_program(const struct compile_request *request, char *program, size_t size);

#endif
