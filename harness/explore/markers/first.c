/* first.c: stands before the program's variables (see markers.h). */
#include "explore/markers/markers.h"

/* Initialized, for .data; and not, for .bss. */
_Alignas(16) char subject_data_begin[16] = {1};
_Alignas(16) char subject_bss_begin[16];
