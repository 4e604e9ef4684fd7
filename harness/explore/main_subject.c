/*
 * main_subject.c: the main function of a program that build.sh has made explorable.
 *
 * It is started by build/bin/explore, which passes the board to be filled; the program's own main
 * has become subject_main. The program's variables lie between the markers (markers/).
 */
#include "explore/explore.h"
#include "explore/subject.h"
#include "explore/world/world_base.h"

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
	world_check_leaks(subject_regions());
	return status;
}

int main(int argc, char **argv)
{
	const struct explore_scenario scenario = {.body = run_main, .regions = subject_regions()};

	arguments.count = argc;
	arguments.values = argv;
	explore_serve(&scenario);
	return 0;
}
