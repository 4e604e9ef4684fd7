/*
 * main_subject.c: the main function of a program that build.sh has made explorable.
 *
 * It is started by build/bin/explore, which passes the board to be filled; the program's own main
 * has become subject_main. The program's variables lie between the markers (markers/).
 */
#include "explore/explore.h"
#include "explore/markers/markers.h"

#include <stddef.h>
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

int main(int argc, char **argv)
{
	const struct explore_region regions[] = {
		{subject_data_begin, (size_t)(subject_data_end - subject_data_begin)},
		{subject_bss_begin, (size_t)(subject_bss_end - subject_bss_begin)},
		{NULL, 0},
	};
	const struct explore_scenario scenario = {.body = run_main, .regions = regions};

	arguments.count = argc;
	arguments.values = argv;
	explore_serve(&scenario);
	return 0;
}
