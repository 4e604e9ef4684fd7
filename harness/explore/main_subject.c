/*
 * main_subject.c: the main function of a program that build.sh has made explorable.
 *
 * It is started by build/bin/explore, which passes the board to be filled; the program's own main
 * has become subject_main. The program's variables lie between the markers (markers/).
 */
#include "base/die.h"
#include "explore/board.h"
#include "explore/markers/markers.h"
#include "explore/run.h"

#include <stdlib.h>
#include <unistd.h>

int subject_main(int argc, char **argv, char **environment);

static struct {
	int count;
	char **values;
} arguments;

static int run_main(void *unused)
{
	(void)unused;
	return subject_main(arguments.count, arguments.values, environ);
}

static struct board *open_board(void)
{
	const char *number = getenv(RUN_BOARD_VARIABLE);
	struct board *board;

	if (!number)
		die_user("this program is run by build/bin/explore: give it as its argument");
	board = board_map(atoi(number));
	if (unsetenv(RUN_BOARD_VARIABLE) != 0 || close(atoi(number)) != 0)
		die_system("cannot take over the board");
	if (board->schedule_string[0])
		board->options.schedule = board->schedule_string;
	board->options.progress = NULL; /* a function of the other program's */
	return board;
}

int main(int argc, char **argv)
{
	const struct explore_region regions[] = {
		{subject_data_begin, (size_t)(subject_data_end - subject_data_begin)},
		{subject_bss_begin, (size_t)(subject_bss_end - subject_bss_begin)},
		{NULL, 0},
	};
	const struct explore_scenario scenario = {.body = run_main, .regions = regions};
	struct board *board = open_board();

	arguments.count = argc;
	arguments.values = argv;
	atomic_store(&board->attached, true);
	run_on_board(board, &scenario);
	return 0;
}
