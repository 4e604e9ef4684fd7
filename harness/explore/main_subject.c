/*
 * main_subject.c: the main function of a program that build.sh has made explorable.
 *
 * It is started by build/bin/explore, which passes the board to be filled; the program's own main
 * has become subject_main. The program's variables lie between the markers (markers/).
 */
#include "explore/explore.h"
#include "explore/markers/markers.h"
#include "explore/world/world_base.h"

#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

int subject_main(int argc, char **argv, char **environment);

static struct {
	int count;
	char **values;
} arguments;

static int run_main(void *unused)
{
	int status;

	(void)unused;
	status = subject_main(arguments.count, arguments.values, environ);
	world_run_atexit();
	return status;
}

/* The linker puts the program's variables between the two, which C knows nothing of. */
static size_t distance(const char *begin, const char *end)
{
	return (uintptr_t)end - (uintptr_t)begin;
}

int main(int argc, char **argv)
{
	const struct explore_region regions[] = {
		{subject_data_begin, distance(subject_data_begin, subject_data_end)},
		{subject_bss_begin, distance(subject_bss_begin, subject_bss_end)},
		{NULL, 0},
	};
	const struct explore_scenario scenario = {.body = run_main, .regions = regions};

	arguments.count = argc;
	arguments.values = argv;
	explore_serve(&scenario);
	return 0;
}
