/*
 * machine.h: what a number was measured on. Every result file carries these facts.
 */
#ifndef MEASURE_MACHINE_H
#define MEASURE_MACHINE_H

#include <stdio.h>

struct machine {
	char cpu[128];
	int cores_online, cores_allowed;
	char kernel[128];
	char architecture[32];
	char mitigations[512]; /* "name: state; name: state"... of what is vulnerable or mitigated */
	char clocksource[64];
	char governor[64]; /* "none" in most virtual machines */
	char hypervisor[64];
	char compiler[128];
	char flags[256];
	double load; /* one-minute load average when read */
	long memory_mib;
};

/* Read the facts. What the machine does not tell becomes "unknown"; never fails. */
void machine_read(struct machine *machine);

/* The one line that goes below a picture: "AMD EPYC, 2 cores, Linux 6.1, clang 19.1.7 -O2". */
void machine_line(const struct machine *machine, char *line, size_t size);

/* Write one "# key: value" line a fact, and "# machine: LINE" for the plots. */
void machine_print(const struct machine *machine, FILE *file);

#endif
