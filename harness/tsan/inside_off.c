/* inside_off.c: the functions of inside.h in programs built without ThreadSanitizer. */
#include "tsan/inside.h"

#include "tsan/runtime.h"

#if !TSAN_BUILT

bool inside_is_on(void)
{
	return false;
}

long inside_reports(void)
{
	return 0;
}

void inside_canary(void)
{
}

void inside_name_addresses(const char *(*locate)(const void *address))
{
	(void)locate;
}

#endif
