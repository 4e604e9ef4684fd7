/* Attack: refused */
/* reads-solution-by-path.c: includes the solution, by every path one could guess. */
#include "labs/lab03-shared-list/solution.c"
