/*
 * block.h: the block of memory that all workers share, as the exec room sees it.
 */
#ifndef EXEC_BLOCK_H
#define EXEC_BLOCK_H

#include <stddef.h>

/*
 * Replace this process's view of the block by a private copy with the same contents at the same
 * address. Returns 0, or -1 with errno set.
 */
int block_make_private(void *block);

/*
 * Map all pages of the block in this process now, so that no worker pays for page faults while it
 * is timed. The contents do not change, also while other workers are writing.
 */
void block_prefault(void *block);

#endif
