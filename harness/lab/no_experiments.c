/* no_experiments.c: what the linker takes from the library for a lab that has no bench.c. */
#include "lab/lab.h"

const struct lab_experiment lab_experiments[] = {{.name = NULL}};
