/*
 * machine.c: what a number was measured on (see machine.h).
 *
 * The Makefile defines BUILD_FLAGS for this file alone.
 */
#include "measure/machine.h"

#include "base/file.h"

#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#ifndef BUILD_FLAGS
#define BUILD_FLAGS "unknown"
#endif

#define VULNERABILITIES "/sys/devices/system/cpu/vulnerabilities"
#define CLOCKSOURCE "/sys/devices/system/clocksource/clocksource0/current_clocksource"
#define GOVERNOR "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"

/* ---- text --------------------------------------------------------------------------------- */

static void copy_text(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
}

static void append_text(char *to, size_t size, const char *from)
{
	size_t used = strlen(to);

	snprintf(to + used, size - used, "%s", from);
}

/* The first line of a file without blanks at its end; `otherwise` when there is none. */
static void read_line(const char *path, const char *otherwise, char *line, size_t size)
{
	char *text = file_read(path, NULL);

	copy_text(line, size, text ? text : "");
	free(text);
	line[strcspn(line, "\n")] = '\0';
	for (size_t n = strlen(line); n > 0 && isspace((unsigned char)line[n - 1]); n--)
		line[n - 1] = '\0';
	if (!line[0])
		copy_text(line, size, otherwise);
}

/* The value of the first "key : value" line of /proc/cpuinfo. Returns whether there is one. */
static bool find_field(const char *cpuinfo, const char *key, char *value, size_t size)
{
	size_t length = strlen(key);

	for (const char *line = cpuinfo; *line;
	     line += strcspn(line, "\n"), line += *line == '\n') {
		const char *rest = line + length;

		if (strncmp(line, key, length) != 0)
			continue;
		rest += strspn(rest, " \t");
		if (*rest != ':')
			continue;
		rest += 1 + strspn(rest + 1, " \t");
		snprintf(value, size, "%.*s", (int)strcspn(rest, "\n"), rest);
		return value[0] != '\0';
	}
	return false;
}

/* ---- processor ---------------------------------------------------------------------------- */

/* Arm's kernels give numbers only (MIDR_EL1: implementer and part). These are the usual ones. */
static const struct part {
	const char *implementer, *part, *name;
} parts[] = {
	{"0x41", "0xd03", "Arm Cortex-A53"},  {"0x41", "0xd05", "Arm Cortex-A55"},
	{"0x41", "0xd07", "Arm Cortex-A57"},  {"0x41", "0xd08", "Arm Cortex-A72"},
	{"0x41", "0xd0b", "Arm Cortex-A76"},  {"0x41", "0xd0c", "Arm Neoverse-N1"},
	{"0x41", "0xd40", "Arm Neoverse-V1"}, {"0x41", "0xd49", "Arm Neoverse-N2"},
	{"0x41", "0xd4f", "Arm Neoverse-V2"}, {"0xc0", "0xac3", "Ampere-1"},
};

static void name_arm(const char *implementer, const char *part, char *name, size_t size)
{
	snprintf(name, size, "implementer %s part %s", implementer, part);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strcmp(parts[i].implementer, implementer) == 0 &&
		    strcmp(parts[i].part, part) == 0)
			copy_text(name, size, parts[i].name);
}

void machine_name_cpu(const char *cpuinfo, char *name, size_t size)
{
	char implementer[32], part[32];

	if (find_field(cpuinfo, "model name", name, size))
		return;
	if (find_field(cpuinfo, "CPU implementer", implementer, sizeof implementer) &&
	    find_field(cpuinfo, "CPU part", part, sizeof part))
		name_arm(implementer, part, name, size);
	else
		copy_text(name, size, "unknown");
}

/* x86 kernels list a flag in guests; elsewhere only the firmware's product name may tell. */
static void read_hypervisor(const char *cpuinfo, char *name, size_t size)
{
	char flags[8192];
	bool listed = find_field(cpuinfo, "flags", flags, sizeof flags);

	if (listed && !strstr(flags, " hypervisor"))
		copy_text(name, size, "none");
	else
		read_line("/sys/class/dmi/id/product_name", listed ? "yes, unnamed" : "unknown",
			  name, size);
}

static void read_processor(struct machine *machine)
{
	char *cpuinfo = file_read("/proc/cpuinfo", NULL);

	machine_name_cpu(cpuinfo ? cpuinfo : "", machine->cpu, sizeof machine->cpu);
	read_hypervisor(cpuinfo ? cpuinfo : "", machine->hypervisor, sizeof machine->hypervisor);
	free(cpuinfo);
}

static void count_cores(struct machine *machine)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t allowed;

	machine->cores_online = online > 0 ? (int)online : 1;
	machine->cores_allowed = sched_getaffinity(0, sizeof allowed, &allowed) == 0
					 ? CPU_COUNT(&allowed)
					 : machine->cores_online;
}

/* ---- mitigations -------------------------------------------------------------------------- */

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void add_mitigation(struct machine *machine, const char *name)
{
	char path[PATH_MAX], state[256];
	size_t size = sizeof machine->mitigations;

	if (snprintf(path, sizeof path, VULNERABILITIES "/%s", name) >= (int)sizeof path)
		return;
	read_line(path, "unknown", state, sizeof state);
	if (strcmp(state, "Not affected") == 0)
		return;
	append_text(machine->mitigations, size, machine->mitigations[0] ? "; " : "");
	append_text(machine->mitigations, size, name);
	append_text(machine->mitigations, size, ": ");
	append_text(machine->mitigations, size, state);
}

static void read_mitigations(struct machine *machine)
{
	struct dirent **entries;
	int count = scandir(VULNERABILITIES, &entries, is_visible, alphasort);

	machine->mitigations[0] = '\0';
	for (int i = 0; i < count; i++) {
		add_mitigation(machine, entries[i]->d_name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	if (!machine->mitigations[0])
		copy_text(machine->mitigations, sizeof machine->mitigations,
			  count > 0 ? "none" : "unknown");
}

/* ---- system and compiler ------------------------------------------------------------------ */

static void read_system(struct machine *machine)
{
	struct utsname system;
	double load;

	if (uname(&system) == 0) {
		snprintf(machine->kernel, sizeof machine->kernel, "%.60s %.65s", system.sysname,
			 system.release);
		snprintf(machine->architecture, sizeof machine->architecture, "%.31s",
			 system.machine);
	} else {
		copy_text(machine->kernel, sizeof machine->kernel, "unknown");
		copy_text(machine->architecture, sizeof machine->architecture, "unknown");
	}
	machine->load = getloadavg(&load, 1) == 1 ? load : -1;
	read_line(CLOCKSOURCE, "unknown", machine->clocksource, sizeof machine->clocksource);
	read_line(GOVERNOR, "none", machine->governor, sizeof machine->governor);
}

static void read_memory(struct machine *machine)
{
	long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);

	machine->memory_mib = pages > 0 && page > 0 ? pages / (1024 * 1024 / page) : -1;
}

static void name_compiler(struct machine *machine)
{
#ifdef __clang__
	snprintf(machine->compiler, sizeof machine->compiler, "clang %d.%d.%d", __clang_major__,
		 __clang_minor__, __clang_patchlevel__);
#else
	snprintf(machine->compiler, sizeof machine->compiler, "gcc %s", __VERSION__);
#endif
	copy_text(machine->flags, sizeof machine->flags, BUILD_FLAGS);
}

void machine_read(struct machine *machine)
{
	read_processor(machine);
	count_cores(machine);
	read_mitigations(machine);
	read_system(machine);
	read_memory(machine);
	name_compiler(machine);
}

/* ---- output ------------------------------------------------------------------------------- */

/* "Linux 6.1.0-18-cloud-amd64" is "Linux 6.1" to a reader of pictures. */
static int short_kernel(const char *kernel)
{
	size_t major = strcspn(kernel, ".");
	size_t minor = kernel[major] ? 1 + strspn(kernel + major + 1, "0123456789") : 0;

	return (int)(major + minor);
}

/* Of the flags, those that change the figures by much: " -O2", " -fsanitize=thread". */
static void pick_flags(const char *flags, char *picked, size_t size)
{
	picked[0] = '\0';
	for (flags += strspn(flags, " "); *flags; flags += strspn(flags, " ")) {
		int length = (int)strcspn(flags, " ");
		char flag[64];

		snprintf(flag, sizeof flag, " %.*s", length, flags);
		if (strncmp(flag, " -O", 3) == 0 || strncmp(flag, " -fsanitize=", 12) == 0)
			append_text(picked, size, flag);
		flags += length;
	}
}

void machine_line(const struct machine *machine, char *line, size_t size)
{
	char flags[128], cores[64];

	if (machine->cores_allowed == machine->cores_online)
		snprintf(cores, sizeof cores, "%d core%s", machine->cores_online,
			 machine->cores_online == 1 ? "" : "s");
	else
		snprintf(cores, sizeof cores, "%d of %d cores", machine->cores_allowed,
			 machine->cores_online);
	pick_flags(machine->flags, flags, sizeof flags);
	snprintf(line, size, "%s, %s, %.*s, %s%s", machine->cpu, cores,
		 short_kernel(machine->kernel), machine->kernel, machine->compiler, flags);
}

void machine_print(const struct machine *machine, FILE *file)
{
	char line[512];

	machine_line(machine, line, sizeof line);
	fprintf(file, "# machine: %s\n", line);
	fprintf(file, "# cpu: %s\n", machine->cpu);
	fprintf(file, "# cores: %d online, %d allowed\n", machine->cores_online,
		machine->cores_allowed);
	if (machine->memory_mib >= 0)
		fprintf(file, "# memory: %ld MiB\n", machine->memory_mib);
	fprintf(file, "# kernel: %s %s\n", machine->kernel, machine->architecture);
	fprintf(file, "# hypervisor: %s\n", machine->hypervisor);
	fprintf(file, "# mitigations: %s\n", machine->mitigations);
	fprintf(file, "# clocksource: %s\n", machine->clocksource);
	fprintf(file, "# governor: %s\n", machine->governor);
	fprintf(file, "# compiler: %s\n", machine->compiler);
	fprintf(file, "# flags: %s\n", machine->flags);
	if (machine->load >= 0)
		fprintf(file, "# load: %.2f\n", machine->load);
}
