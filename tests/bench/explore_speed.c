/*
 * explore_speed.c: how fast the explorer is, on lab03's list under pushes alone (insert.c).
 *
 *   make build/bin/bench-explore-speed && build/bin/bench-explore-speed      about a minute
 *   build/bin/bench-explore-speed --smoke                              a few seconds: does it run at all?
 *
 * Everything is measured in turn, round by round, and told as a median with a 95 % interval beside
 * its target. Ends in status 0 when the targets are reached, 1 when not, 2 when it could not measure.
 */
#include "base/die.h"
#include "base/file.h"
#include "base/term.h"
#include "explore/compile.h"
#include "explore/explore.h"
#include "measure/clock.h"
#include "measure/machine.h"
#include "measure/stats.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_ROUNDS 11
#define RESAMPLINGS 2000
#define FORKS 200

static struct {
	int rounds;
	unsigned long schedules; /* of a batch */
	unsigned long many;	 /* for the growth of memory */
	bool smoke;		 /* too little is measured to be judged */
} size = {11, 400000, 10000000, false};

static char broken[PATH_MAX], certain3[PATH_MAX], certain4[PATH_MAX], command[PATH_MAX];

/* ---- what is measured ---- */

static void build(char *program, const char *variant, const char *threads, const char *inserts)
{
	char insert[] = "tests/data/bench-subjects/insert.c", iquote[] = "-iquote",
	     lab[] = "labs/lab03-shared-list", path[PATH_MAX], t[32], i[32];
	struct compile_request request = {2, 4, {insert, path}, {iquote, lab, t, i}};

	snprintf(path, sizeof path, "%s/%s.c", lab, variant);
	snprintf(t, sizeof t, "-DTHREADS=%s", threads);
	snprintf(i, sizeof i, "-DINSERTS=%s", inserts);
	compile_program(&request, program, PATH_MAX);
}

/* Seconds for so many random schedules, a decision at each access. */
static double search(unsigned long schedules, int jobs)
{
	struct explore_options options = EXPLORE_DEFAULTS;
	char *argv[] = {broken, NULL};
	struct explore_result *result;
	double seconds;

	snprintf(options.strategy, sizeof options.strategy, "random");
	options.keep_going = options.keep_races = options.unshrunk = options.no_trace = true;
	options.schedules = schedules;
	options.jobs = jobs;
	options.budget = 300;
	result = explore_program(argv, &options);
	if (result->schedules < schedules)
		die_user("only %lu schedules were run: %s", result->schedules,
			 result->failure.text);
	seconds = result->seconds;
	explore_free(result);
	return seconds;
}

/* Milliseconds to a certificate, the search before it included. */
static double certify(char *program)
{
	struct explore_options options = EXPLORE_DEFAULTS;
	char *argv[] = {program, NULL};
	struct explore_result *result = explore_program(argv, &options);
	double seconds = result->seconds;

	if (result->verdict != EXPLORE_CERTIFIED)
		die_user("the solution is not certified: %s", result->failure.text);
	explore_free(result);
	return seconds * 1e3;
}

static void fork_and_wait(void)
{
	pid_t pid = fork();

	if (pid < 0)
		die_system("fork");
	if (pid == 0)
		_exit(0);
	if (waitpid(pid, NULL, 0) != pid)
		die_system("waitpid");
}

static double time_forks(void)
{
	int64_t start = clock_ns();

	for (int i = 0; i < FORKS; i++)
		fork_and_wait();
	return (double)(clock_ns() - start) / FORKS;
}

/* Milliseconds from typing to the verdict. */
static double time_command(void)
{
	int64_t start = clock_ns();
	pid_t pid = fork();
	int status;

	if (pid < 0)
		die_system("fork");
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout))
			die_system("/dev/null");
		execl(command, command, broken, (char *)NULL);
		die_system("%s", command);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 1)
		die_user("%s should have found the race", command);
	return (double)(clock_ns() - start) * 1e-6;
}

/* MiB that the largest process of such a search had resident; in a child, as this is a maximum. */
static double measure_memory(unsigned long schedules)
{
	struct rusage usage;
	int pipes[2];
	long kilobytes;
	pid_t pid;

	if (pipe(pipes) != 0 || (pid = fork()) < 0)
		die_system("cannot measure memory");
	if (pid == 0) {
		search(schedules, 1);
		if (getrusage(RUSAGE_CHILDREN, &usage) != 0 ||
		    write(pipes[1], &usage.ru_maxrss, sizeof kilobytes) != sizeof kilobytes)
			die_system("cannot measure memory");
		_exit(0);
	}
	if (read(pipes[0], &kilobytes, sizeof kilobytes) != sizeof kilobytes)
		die_system("cannot measure memory");
	if (waitpid(pid, NULL, 0) != pid || close(pipes[0]) != 0 || close(pipes[1]) != 0)
		die_system("cannot measure memory");
	return (double)kilobytes / 1024;
}

/* ---- the table ---- */

static struct {
	double one[MOST_ROUNDS], two[MOST_ROUNDS]; /* nanoseconds for a schedule */
	double forks[MOST_ROUNDS];		   /* nanoseconds */
	double certify3[MOST_ROUNDS], certify4[MOST_ROUNDS], command[MOST_ROUNDS]; /* ms */
} samples;

static void measure_round(int round)
{
	double count = (double)size.schedules;

	samples.one[round] = search(size.schedules, 1) * 1e9 / count;
	samples.forks[round] = time_forks();
	samples.two[round] = search(2 * size.schedules, 2) * 1e9 / count / 2;
	samples.certify3[round] = certify(certain3);
	samples.certify4[round] = certify(certain4);
	samples.command[round] = time_command();
}

static int failures;

static void print_row(const char *name, struct estimate estimate, const char *sign, double target)
{
	bool reached =
		size.smoke || (*sign == '<' ? estimate.value <= target : estimate.value >= target);

	printf("%-46s %10.4g [%.4g, %.4g]  %s %g%s\n", name, estimate.value, estimate.low,
	       estimate.high, sign, target, reached ? "" : "  MISSED");
	failures += !reached;
}

static struct estimate median_of(const double *values)
{
	return stats_bootstrap_median(values, (size_t)size.rounds, RESAMPLINGS, 1);
}

static struct estimate ratio_of(const double *one, const double *other)
{
	return stats_paired_ratio(one, other, (size_t)size.rounds, 1, RESAMPLINGS, 1);
}

static struct estimate rate_of(const double *nanoseconds)
{
	struct estimate time = median_of(nanoseconds);

	return (struct estimate){1e9 / time.value, 1e9 / time.high, 1e9 / time.low};
}

static struct estimate exactly(double value)
{
	return (struct estimate){value, value, value};
}

static void print_table(double few, double many)
{
	print_row("schedules a second, one job", rate_of(samples.one), ">=", 700000);
	print_row("fork and wait / one schedule", ratio_of(samples.forks, samples.one), ">=", 400);
	print_row("one job / two jobs, time for a schedule", ratio_of(samples.one, samples.two),
		  ">=", 1.7);
	print_row("certify 3 threads x 2 inserts, ms", median_of(samples.certify3), "<=", 50);
	print_row("certify 4 threads x 2 inserts, ms", median_of(samples.certify4), "<=", 200);
	print_row("build/bin/explore on a built program, ms", median_of(samples.command),
		  "<=", 300);
	print_row("resident, MiB", exactly(many), "<=", 8);
	print_row("growth over 10 million schedules, MiB", exactly(many - few), "<=", 0.25);
}

static void find_programs(void)
{
	char folder[PATH_MAX - 16];

	if (file_own_folder(folder, sizeof folder) != 0)
		die_system("cannot find my own folder");
	snprintf(command, sizeof command, "%s/explore", folder);
	build(broken, "broken", "2", "1");
	build(certain3, "solution", "3", "2");
	build(certain4, "solution", "4", "2");
}

int main(int argc, char **argv)
{
	double few, many;

	if (argc > 2 || (argc == 2 && strcmp(argv[1], "--smoke") != 0))
		die_user("usage: bench-explore-speed [--smoke]");
	if (argc == 2) {
		size.rounds = 2;
		size.schedules = 20000;
		size.many = 100000;
		size.smoke = true;
	}
	find_programs();
	few = measure_memory(size.many / 100);
	for (int round = 0; round < size.rounds; round++) {
		term_progress("round %d of %d", round + 1, size.rounds);
		measure_round(round);
	}
	term_progress("memory over %lu schedules", size.many);
	many = measure_memory(size.many);
	term_progress_end();
	print_table(few, many);
	return failures ? 1 : 0;
}
