/* symbolizer.h: one llvm-symbolizer that answers for one executable. */
#ifndef EXPLORE_SHOW_SYMBOLIZER_H
#define EXPLORE_SHOW_SYMBOLIZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Start one for `program`, or none where none is installed: then no question has an answer. */
void symbolizer_start(const char *program);
void symbolizer_stop(void);

/* The function that holds the code at `address`, and its place as "FILE:LINE:COLUMN". */
bool symbolizer_code(uint64_t address, char *function, size_t function_size, char *location,
		     size_t location_size);

/* The variable that holds `address`, where it starts, and its bytes. */
bool symbolizer_data(uint64_t address, char *name, size_t size, uint64_t *start, uint64_t *bytes);

#endif
