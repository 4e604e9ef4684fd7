/* Gate: refused '#line is not allowed here' line 2 */
#line 100 "/usr/include/stdlib.h"
void fix(void)
{
}
