/* Attack: refused */
/* reads-solution-in-compiler.c: includes the solution. */
#include "../solution.c"
