/*
 * room.h: is there room for so many tasks, and what does the kernel hold for them?
 */
#ifndef LAB12_ROOM_H
#define LAB12_ROOM_H

#include "exec/crew.h"
#include "lab/bench.h"

#include <stdbool.h>

/*
 * Would so many leave enough for everybody else on this machine? If not the sample says why. What is
 * only our own limit (ulimit, a container's) is found out by trying: to be refused is a result.
 */
bool room_is_enough(enum crew_way way, int tasks, struct lab_sample *sample);

/* KiB that the kernel holds: kernel stacks of the whole system, page tables of this process. */
struct kernel_memory {
	double stacks, page_tables;
};

void room_read_kernel(struct kernel_memory *memory);

/*
 * KiB that the kernel holds for `tasks` that are there now, beyond what was `before`. Asked by one of
 * them. A record of about 10 KiB for each thread is in none of the kernel's figures, and left out.
 * -1 with errno set (0: not told by this kernel) when it cannot be read.
 */
long room_kernel_kib(enum crew_way way, int tasks, const struct kernel_memory *before);

#endif
