/*
 * file.h: whole files in and out. A result file is either the old one or the new one, never half.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>

/*
 * Replace the file at `path` by `size` bytes: written aside, flushed to disk, renamed. Creates
 * missing folders. SIGINT and SIGTERM wait until it is done, so that nothing is left behind.
 * Returns 0, or -1 with errno set (ENOSPC, EACCES...); then the old file is intact.
 */
int file_replace(const char *path, const void *data, size_t size);

/*
 * Read a whole file into memory that the caller frees; a zero byte follows the contents.
 * `size` may be NULL. Returns NULL with errno set on failure.
 */
char *file_read(const char *path, size_t *size);

/*
 * Remove a file, or a folder with all that is in it, folders included that nobody may enter; links
 * are removed, not followed. Returns 0, also when there is nothing; or -1 with errno set.
 */
int file_remove_tree(const char *path);

/* Create a folder and its parents. Returns 0, or -1 with errno set; an existing one is fine. */
int file_make_folder(const char *path);

/*
 * Write the folder of the running executable to `folder` (no trailing slash). Returns 0, or -1
 * with errno set. The programs of a lab find their siblings this way.
 */
int file_own_folder(char *folder, size_t size);

#endif
