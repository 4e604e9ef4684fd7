/* board.c: the memory that the processes of a search share (see board.h). */
#include "explore/board.h"

#include "base/die.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define ALIGNED(size) (((size) + 63) & ~(size_t)63)

size_t board_size(void)
{
	const struct oracle *oracle;
	size_t size = sizeof(struct board);

	for (size_t i = 0; (oracle = oracle_at(i)); i++)
		size += ALIGNED(oracle->memory);
	return size;
}

struct board *board_map(int fd)
{
	int flags = MAP_SHARED | MAP_NORESERVE | (fd < 0 ? MAP_ANONYMOUS : 0);
	void *memory = mmap(NULL, board_size(), PROT_READ | PROT_WRITE, flags, fd, 0);

	if (memory == MAP_FAILED)
		die_system("no memory for the results of the exploration");
	return memory;
}

void board_unmap(struct board *board)
{
	if (munmap(board, board_size()) != 0)
		BUG("a board cannot be unmapped");
}

void *board_oracle_memory(struct board *board, const struct oracle *wanted)
{
	const struct oracle *oracle;
	size_t offset = 0;

	for (size_t i = 0; (oracle = oracle_at(i)); i++) {
		if (oracle == wanted)
			return board->oracle_memory + offset;
		offset += ALIGNED(oracle->memory);
	}
	BUG("strategy %s is not on the list", wanted->name);
}

void board_prepare(struct board *board, const struct explore_options *options)
{
	struct explore_result *result = &board->result;

	board->options = *options;
	board->stage = STAGE_FIND;
	if (options->strategy[0])
		board->stage = STAGE_STRATEGY;
	if (options->schedule) {
		snprintf(board->schedule_string, sizeof board->schedule_string, "%s",
			 options->schedule);
		board->stage = STAGE_REPLAY;
		if (!explore_parse_schedule(options->schedule, &board->found_schedule)) {
			result->verdict = EXPLORE_MISMATCH;
			snprintf(result->failure.text, sizeof result->failure.text,
				 "the schedule string is malformed: take it from an earlier "
				 "report, v1-xxxx-0x3_1x2...");
			board->stage = STAGE_DONE;
		}
	}
	result->coverage.bound = -1;
	result->coverage.cooperative = options->cooperative;
}
