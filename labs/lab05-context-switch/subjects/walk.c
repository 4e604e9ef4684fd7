/*
 * walk.c: working sets: a chain of pointers through every cache line, in random order (see turns.h).
 *
 * DOC: a walk. Each step waits for the one before, so a line that another party has pushed out of the cache
 * costs its full price; in order, the processor would fetch lines ahead and hide it.
 */
#include "subjects/turns.h"

#include "base/die.h"
#include "measure/clock.h"
#include "measure/stats.h"

#include <stdlib.h>

#define LINE_BYTES 64
#define SEED 5

static void **line_at(char *bytes, size_t line)
{
	return (void **)(void *)(bytes + line * LINE_BYTES);
}

/* A random cycle through all lines (Sattolo 1986). */
static void link_lines(char *bytes, size_t lines)
{
	uint64_t state = SEED;

	for (size_t i = 0; i < lines; i++)
		*line_at(bytes, i) = line_at(bytes, i);
	for (size_t i = lines - 1; i > 0; i--) {
		size_t j = stats_random(&state) % i;
		void *next = *line_at(bytes, i);

		*line_at(bytes, i) = *line_at(bytes, j);
		*line_at(bytes, j) = next;
	}
}

bool walk_open(struct walk walk[2], long bytes, struct lab_sample *sample)
{
	size_t lines = (size_t)bytes / LINE_BYTES;

	walk[0].steps = walk[1].steps = NULL;
	for (int i = 0; lines > 0 && i < 2; i++) {
		walk[i].steps = aligned_alloc(4096, (lines * LINE_BYTES + 4095) / 4096 * 4096);
		if (!walk[i].steps) {
			bench_refused(sample, "memory for the working set");
			walk_close(walk);
			return false;
		}
		link_lines((char *)walk[i].steps, lines);
	}
	return true;
}

void walk_close(struct walk walk[2])
{
	for (int i = 0; i < 2; i++)
		free(walk[i].steps);
}

double walk_alone_ns(const struct walk walk[2], long count)
{
	int64_t start;

	if (!walk[0].steps)
		return 0;
	walk_go(&walk[0]);
	start = clock_ns();
	for (long i = 0; i < count; i++)
		walk_go(&walk[0]);
	walk_go(&walk[1]);
	for (long i = 1; i < count; i++)
		walk_go(&walk[1]);
	return (double)(clock_ns() - start);
}
