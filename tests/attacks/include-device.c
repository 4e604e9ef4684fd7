/* Attack: refused */
/* include-device.c: makes the compiler read without end. */
#include "/dev/zero"
