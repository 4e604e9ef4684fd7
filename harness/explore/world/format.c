/* format.c: formatting into memory: a write of exactly the bytes that come out (see world.h). */
#include "explore/world/world_base.h"

#include "explore/engine/engine.h"

#include <limits.h>

static __attribute__((format(printf, 3, 0))) int
format_into(char *to, size_t size, const char *format, va_list arguments, struct place place)
{
	va_list again;
	size_t written;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length >= 0 && size > 0) {
		written = (size_t)length < size ? (size_t)length + 1 : size;
		world_touch(to, written, true, place.pc, place.frame);
	}
	return vsnprintf(to, size, format, arguments);
}

int world_sprintf(char *to, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = format_into(to, INT_MAX, format, arguments, PLACE_HERE);
	va_end(arguments);
	return length;
}

int world_snprintf(char *to, size_t size, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = format_into(to, size, format, arguments, PLACE_HERE);
	va_end(arguments);
	return length;
}

int world_vsprintf(char *to, const char *format, va_list arguments)
{
	return format_into(to, INT_MAX, format, arguments, PLACE_HERE);
}

int world_vsnprintf(char *to, size_t size, const char *format, va_list arguments)
{
	return format_into(to, size, format, arguments, PLACE_HERE);
}
