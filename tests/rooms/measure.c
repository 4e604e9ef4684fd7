/* measure.c: tests of the measure room's clock, canaries and machine facts. */
#include "suite.h"

#include "base/die.h"
#include "measure/canary.h"
#include "measure/clock.h"
#include "measure/machine.h"

#include <dirent.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* ---- clock -------------------------------------------------------------------------------- */

static void clock_never_goes_back(void)
{
	int64_t last = clock_ns();

	for (int i = 0; i < 10000; i++) {
		int64_t now = clock_ns();

		CU_ASSERT_FATAL(now >= last);
		last = now;
	}
}

/* Processes compare each other's times: it must be the system's monotonic clock. */
static void clock_is_the_monotonic_one(void)
{
	int64_t before = clock_ns();
	struct timespec now;
	int64_t between;

	CU_ASSERT_EQUAL_FATAL(clock_gettime(CLOCK_MONOTONIC, &now), 0);
	between = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	CU_ASSERT(before <= between && between <= clock_ns());
}

static void clock_has_a_cost(void)
{
	int64_t start = clock_ns();
	double cost = clock_cost_ns();

	CU_ASSERT(cost > 0);
	CU_ASSERT(cost < (double)(clock_ns() - start));
}

/* ---- canaries ----------------------------------------------------------------------------- */

static int count_threads(void)
{
	DIR *folder = opendir("/proc/self/task");
	int count = 0;

	if (!folder)
		die_system("/proc/self/task");
	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

static void canaries_answer(void)
{
	struct canary canary;
	cpu_set_t before, after;
	int threads;

	CU_ASSERT_EQUAL_FATAL(sched_getaffinity(0, sizeof before, &before), 0);
	/* ThreadSanitizer starts a thread of its own with the first of ours: count after that. */
	CU_ASSERT_EQUAL_FATAL(canary_read(&canary), 0);
	threads = count_threads();
	for (int i = 0; i < 5; i++) {
		CU_ASSERT_EQUAL_FATAL(canary_read(&canary), 0);
		CU_ASSERT(canary.spin_ns > 0);
		CU_ASSERT(isnan(canary.pingpong_ns) || canary.pingpong_ns > 0);
		CU_ASSERT_EQUAL(isnan(canary.pingpong_ns), isnan(canary.wake_ns));
	}
	CU_ASSERT_EQUAL_FATAL(sched_getaffinity(0, sizeof after, &after), 0);
	CU_ASSERT(CPU_EQUAL(&before, &after));
	/* The kernel lists a thread for a moment after it was joined. */
	for (int64_t start = clock_ns(); count_threads() > threads;)
		if (clock_ns() - start > 10000000000)
			break;
	CU_ASSERT(count_threads() <= threads);
}

static void one_core_has_no_neighbour(void)
{
	cpu_set_t before, one;
	struct canary canary;
	int first = 0;

	CU_ASSERT_EQUAL_FATAL(sched_getaffinity(0, sizeof before, &before), 0);
	while (!CPU_ISSET((size_t)first, &before))
		first++;
	CPU_ZERO(&one);
	CPU_SET((size_t)first, &one);
	if (sched_setaffinity(0, sizeof one, &one) != 0) {
		suite_skip("may not pin");
		return;
	}
	CU_ASSERT_EQUAL(canary_read(&canary), 0);
	CU_ASSERT_EQUAL(sched_setaffinity(0, sizeof before, &before), 0);
	CU_ASSERT(canary.spin_ns > 0);
	CU_ASSERT(isnan(canary.pingpong_ns));
	CU_ASSERT(isnan(canary.wake_ns));
}

static void quiet_readings_are_not_noisy(void)
{
	const struct canary quiet[] = {
		{100, 50, 1000}, {101, 51, 1010}, {99, 49, 990}, {500, 50, 1000}, {100, 50, 1000}};
	struct canary spread = canary_spread(quiet, 5);

	/* Deviations of the first from its median 100: 0 1 1 400 0. One outlier is no noise. */
	CU_ASSERT_DOUBLE_EQUAL(spread.spin_ns, 0.01, 1e-12);
	CU_ASSERT_DOUBLE_EQUAL(spread.pingpong_ns, 0, 1e-12);
	CU_ASSERT_DOUBLE_EQUAL(spread.wake_ns, 0, 1e-12);
	CU_ASSERT(!canary_is_noisy(spread));
}

static void any_noisy_canary_counts(void)
{
	const struct canary wakes[] = {{100, 50, 1000}, {100, 50, 1400}, {100, 50, 700}};
	const struct canary spins[] = {{100, NAN, NAN}, {150, NAN, NAN}, {80, NAN, NAN}};
	struct canary spread = canary_spread(wakes, 3);

	CU_ASSERT_DOUBLE_EQUAL(spread.wake_ns, 0.3, 1e-12);
	CU_ASSERT_DOUBLE_EQUAL(canary_worst(spread), 0.3, 1e-12);
	CU_ASSERT(canary_is_noisy(spread));
	spread = canary_spread(spins, 3);
	CU_ASSERT(isnan(spread.pingpong_ns) && isnan(spread.wake_ns));
	CU_ASSERT_DOUBLE_EQUAL(canary_worst(spread), 0.2, 1e-12);
	CU_ASSERT(canary_is_noisy(spread));
}

static void missing_readings_do_not_count(void)
{
	const struct canary some[] = {
		{100, NAN, NAN}, {100, 50, 9}, {100, NAN, NAN}, {100, 60, 9}, {100, NAN, NAN}};

	CU_ASSERT_DOUBLE_EQUAL(canary_spread(some, 5).pingpong_ns, 5.0 / 55, 1e-12);
	CU_ASSERT_EQUAL(canary_spread(some, 5).wake_ns, 0);
	CU_ASSERT(isnan(canary_worst(canary_spread(some, 0))));
	CU_ASSERT(!canary_is_noisy(canary_spread(some, 0)));
}

static void log_collects_readings(void)
{
	struct canary_log *log = canary_log_create();

	CU_ASSERT_PTR_NOT_NULL_FATAL(log);
	CU_ASSERT(isnan(canary_log_spread(log).spin_ns));
	CU_ASSERT_EQUAL(canary_log_add(log), 0);
	CU_ASSERT_EQUAL(canary_log_spread(log).spin_ns, 0);
	for (int i = 0; i < 70; i++) /* more than its first allocation holds */
		CU_ASSERT_EQUAL(canary_log_add(log), 0);
	CU_ASSERT(canary_log_spread(log).spin_ns >= 0);
	canary_log_destroy(log);
	canary_log_destroy(NULL);
}

/* ---- machine facts ------------------------------------------------------------------------ */

static void facts_are_never_empty(void)
{
	struct machine machine;

	memset(&machine, 0, sizeof machine);
	machine_read(&machine);
	CU_ASSERT(machine.cpu[0] && machine.kernel[0] && machine.architecture[0]);
	CU_ASSERT(machine.mitigations[0] && machine.clocksource[0] && machine.governor[0]);
	CU_ASSERT(machine.hypervisor[0] && machine.compiler[0] && machine.flags[0]);
	CU_ASSERT(machine.cores_online >= 1 && machine.cores_allowed >= 1);
	CU_ASSERT(machine.load >= -1);
	CU_ASSERT(machine.memory_mib > 0 || machine.memory_mib == -1);
	CU_ASSERT(strstr(machine.kernel, "Linux") == machine.kernel);
	CU_ASSERT(strstr(machine.compiler, "clang") || strstr(machine.compiler, "gcc"));
}

static void check_cpu(const char *cpuinfo, const char *expected)
{
	char name[128];

	machine_name_cpu(cpuinfo, name, sizeof name);
	CU_ASSERT_STRING_EQUAL(name, expected);
}

static void processors_are_named(void)
{
	check_cpu("processor\t: 0\nmodel\t\t: 2\nmodel name\t: AMD EPYC\nflags\t\t: fpu\n",
		  "AMD EPYC");
	check_cpu("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n\n",
		  "Arm Neoverse-N1");
	check_cpu("CPU implementer\t: 0x99\nCPU part\t: 0x123", "implementer 0x99 part 0x123");
	check_cpu("CPU implementer\t: 0x41\n", "unknown");
	check_cpu("model name\t:\n", "unknown");
	check_cpu("model name without colon\n", "unknown");
	check_cpu("", "unknown");
}

static void long_names_are_cut(void)
{
	char name[8];

	machine_name_cpu("model name\t: AMD EPYC 9754 128-Core\n", name, sizeof name);
	CU_ASSERT_STRING_EQUAL(name, "AMD EPY");
}

static struct machine known_machine(void)
{
	return (struct machine){
		.cpu = "AMD EPYC",
		.cores_online = 2,
		.cores_allowed = 2,
		.kernel = "Linux 6.1.0-18-cloud-amd64",
		.architecture = "x86_64",
		.mitigations = "meltdown: Mitigation: PTI",
		.clocksource = "kvm-clock",
		.governor = "none",
		.hypervisor = "KVM",
		.compiler = "clang 19.1.7",
		.flags = "-std=c11 -O2 -g -fsanitize=thread",
		.load = 0.5,
		.memory_mib = 4096,
	};
}

static void machine_fits_one_line(void)
{
	struct machine machine = known_machine();
	char line[128], tiny[12];

	machine_line(&machine, line, sizeof line);
	CU_ASSERT_STRING_EQUAL(line,
			       "AMD EPYC, 2 cores, Linux 6.1, clang 19.1.7 -O2 -fsanitize=thread");
	machine.cores_allowed = 1;
	strcpy(machine.flags, "unknown");
	strcpy(machine.kernel, "unknown");
	machine_line(&machine, line, sizeof line);
	CU_ASSERT_STRING_EQUAL(line, "AMD EPYC, 1 of 2 cores, unknown, clang 19.1.7");
	machine_line(&machine, tiny, sizeof tiny);
	CU_ASSERT_STRING_EQUAL(tiny, "AMD EPYC, 1");
}

static void facts_are_printed_as_comments(void)
{
	static const char *const lines[] = {
		"# machine: AMD EPYC, 2 cores, Linux 6.1, clang 19.1.7 -O2 -fsanitize=thread\n",
		"# cpu: AMD EPYC\n",
		"# cores: 2 online, 2 allowed\n",
		"# memory: 4096 MiB\n",
		"# kernel: Linux 6.1.0-18-cloud-amd64 x86_64\n",
		"# hypervisor: KVM\n",
		"# mitigations: meltdown: Mitigation: PTI\n",
		"# clocksource: kvm-clock\n",
		"# governor: none\n",
		"# compiler: clang 19.1.7\n",
		"# flags: -std=c11 -O2 -g -fsanitize=thread\n",
		"# load: 0.50\n",
	};
	struct machine machine = known_machine();
	char text[2048] = "";
	FILE *file = fmemopen(text, sizeof text, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	machine_print(&machine, file);
	CU_ASSERT_EQUAL(fclose(file), 0);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		CU_ASSERT_PTR_NOT_NULL(strstr(text, lines[i]));
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		CU_ASSERT_EQUAL(strncmp(line, "# ", 2), 0);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"the clock never goes back", clock_never_goes_back},
		{"the clock is the monotonic one", clock_is_the_monotonic_one},
		{"the clock has a cost", clock_has_a_cost},
		{"canaries answer", canaries_answer},
		{"one core has no neighbour", one_core_has_no_neighbour},
		{"quiet readings are not noisy", quiet_readings_are_not_noisy},
		{"any noisy canary counts", any_noisy_canary_counts},
		{"missing readings do not count", missing_readings_do_not_count},
		{"a log collects readings", log_collects_readings},
		{"facts are never empty", facts_are_never_empty},
		{"processors are named", processors_are_named},
		{"long names are cut", long_names_are_cut},
		{"the machine fits one line", machine_fits_one_line},
		{"facts are printed as comments", facts_are_printed_as_comments},
		CU_TEST_INFO_NULL,
	};

	return suite_run("measure", tests, argc, argv);
}
