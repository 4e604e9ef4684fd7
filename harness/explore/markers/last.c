/* last.c: stands behind the program's variables (see markers.h). */
#include "explore/markers/markers.h"

_Alignas(16) char subject_data_end[16] = {1};
_Alignas(16) char subject_bss_end[16];
