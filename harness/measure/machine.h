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
	char mitigations[512]; /* "name: state; name: state"... of what is vulnerable or mitigated;
				  "none" when the processor needs none */
	char clocksource[64];
	char governor[64];   /* "none" in most virtual machines */
	char hypervisor[64]; /* the product's name, "yes, unnamed" or "none" */
	char compiler[128];
	char flags[256]; /* what this very library was compiled with */
	double load;	 /* one-minute load average when read; -1 when unknown */
	long memory_mib; /* -1 when unknown */
};

/* Read the facts. What the machine does not tell becomes "unknown"; never fails. */
void machine_read(struct machine *machine);

/*
 * The processor's name in a text of the form of /proc/cpuinfo; for Arm, which has none there, by
 * implementer and part number.
 */
void machine_name_cpu(const char *cpuinfo, char *name, size_t size);

/* The one line that goes below a picture: "AMD EPYC, 2 cores, Linux 6.1, clang 19.1.7 -O2". */
void machine_line(const struct machine *machine, char *line, size_t size);

/* Write one "# key: value" line a fact, and "# machine: LINE" for the plots. */
void machine_print(const struct machine *machine, FILE *file);

#endif
