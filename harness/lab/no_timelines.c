/* no_timelines.c: what the linker takes from the library for a lab that draws no timelines. */
#include "lab/lab.h"

const struct lab_timeline lab_timelines[] = {{.name = NULL}};
