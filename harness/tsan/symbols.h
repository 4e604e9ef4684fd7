/*
 * symbols.h: from addresses in records to functions, files, lines and variables.
 *
 * It asks llvm-symbolizer, in the reader's process: the program under test never starts one.
 */
#ifndef TSAN_SYMBOLS_H
#define TSAN_SYMBOLS_H

#include <stddef.h>

/*
 * A copy of `records` in which "code" lines have become "frame" lines (several where functions
 * were inlined) and "data" lines "global" ones (record.h). Lines that cannot be resolved (no
 * llvm-symbolizer, no such module, no debug information) stay as they are. The caller frees it.
 * Returns NULL with errno ENOMEM.
 */
char *symbols_resolve(const char *records);

/*
 * Write the path of the newest llvm-symbolizer in PATH (also as llvm-symbolizer-19 and the like)
 * to `path`. Returns 0, or -1 with errno ENOENT.
 */
int symbols_find_tool(char *path, size_t size);

#endif
