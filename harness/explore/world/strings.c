/*
 * strings.c: functions on strings, as accesses to exactly the bytes that they need (see world.h).
 *
 * Each looks at the string, announces what it will access, and then does it: had somebody changed
 * the string in between, unordered, that would be a race, and told.
 */
#include "explore/world/world_base.h"

#include "explore/engine/engine.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void reads(const void *p, size_t n, struct place place)
{
	world_touch(p, n, false, place.pc, place.frame);
}

static void writes(const void *p, size_t n, struct place place)
{
	world_touch(p, n, true, place.pc, place.frame);
}

static void reads_all(const char *string, struct place place)
{
	if (engine_self())
		reads(string, strlen(string) + 1, place);
}

/* Bytes of at most `size` that are read to find the end. */
static size_t bytes_to_end(const char *string, size_t size)
{
	size_t length = strnlen(string, size);

	return length < size ? length + 1 : length;
}

static void reads_part(const char *string, size_t size, struct place place)
{
	if (engine_self())
		reads(string, bytes_to_end(string, size), place);
}

size_t world_strlen(const char *string)
{
	reads_all(string, PLACE_HERE);
	return strlen(string);
}

size_t world_strnlen(const char *string, size_t size)
{
	reads_part(string, size, PLACE_HERE);
	return strnlen(string, size);
}

static void announce_copy(char *to, const char *from, struct place place)
{
	reads_all(from, place);
	if (engine_self())
		writes(to, strlen(from) + 1, place);
}

char *world_strcpy(char *to, const char *from)
{
	announce_copy(to, from, PLACE_HERE);
	return strcpy(to, from);
}

char *world_stpcpy(char *to, const char *from)
{
	announce_copy(to, from, PLACE_HERE);
	return stpcpy(to, from);
}

char *world_strncpy(char *to, const char *from, size_t size)
{
	struct place place = PLACE_HERE;

	reads_part(from, size, place);
	writes(to, size, place);
	return strncpy(to, from, size);
}

char *world_stpncpy(char *to, const char *from, size_t size)
{
	struct place place = PLACE_HERE;

	reads_part(from, size, place);
	writes(to, size, place);
	return stpncpy(to, from, size);
}

char *world_strcat(char *to, const char *from)
{
	struct place place = PLACE_HERE;

	reads_all(to, place);
	announce_copy(to + strlen(to), from, place);
	return strcat(to, from);
}

char *world_strncat(char *to, const char *from, size_t size)
{
	struct place place = PLACE_HERE;

	reads_all(to, place);
	reads_part(from, size, place);
	writes(to + strlen(to), strnlen(from, size) + 1, place);
	return strncat(to, from, size);
}

/* ---- comparing ---- */

static int lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
}

/* Both are read as far as they are equal, and one byte more. */
static void announce_comparison(const char *one, const char *other, size_t size, bool folds,
				struct place place)
{
	size_t n = 0;

	if (!engine_self())
		return;
	while (n < size && one[n] &&
	       (one[n] == other[n] || (folds && lower(one[n]) == lower(other[n]))))
		n++;
	if (n < size)
		n++;
	reads(one, n, place);
	reads(other, n, place);
}

int world_strcmp(const char *one, const char *other)
{
	announce_comparison(one, other, SIZE_MAX, false, PLACE_HERE);
	return strcmp(one, other);
}

int world_strncmp(const char *one, const char *other, size_t size)
{
	announce_comparison(one, other, size, false, PLACE_HERE);
	return strncmp(one, other, size);
}

int world_strcasecmp(const char *one, const char *other)
{
	announce_comparison(one, other, SIZE_MAX, true, PLACE_HERE);
	return strcasecmp(one, other);
}

int world_strncasecmp(const char *one, const char *other, size_t size)
{
	announce_comparison(one, other, size, true, PLACE_HERE);
	return strncasecmp(one, other, size);
}

/* ---- searching ---- */

char *world_strchr(const char *string, int byte)
{
	struct place place = PLACE_HERE;

	if (engine_self())
		reads(string, (size_t)(strchrnul(string, byte) - string) + 1, place);
	return (char *)(uintptr_t)strchr(string, byte);
}

char *world_strchrnul(const char *string, int byte)
{
	struct place place = PLACE_HERE;

	if (engine_self())
		reads(string, (size_t)(strchrnul(string, byte) - string) + 1, place);
	return (char *)(uintptr_t)strchrnul(string, byte);
}

char *world_strrchr(const char *string, int byte)
{
	reads_all(string, PLACE_HERE);
	return (char *)(uintptr_t)strrchr(string, byte);
}

char *world_strstr(const char *string, const char *part)
{
	struct place place = PLACE_HERE;
	const char *found = strstr(string, part);

	if (found)
		reads(string, (size_t)(found - string) + strlen(part), place);
	else
		reads_all(string, place);
	reads_all(part, place);
	return (char *)(uintptr_t)strstr(string, part);
}

static void announce_span(const char *string, size_t length, const char *set, struct place place)
{
	reads_all(set, place);
	reads(string, length + 1, place);
}

size_t world_strspn(const char *string, const char *set)
{
	announce_span(string, strspn(string, set), set, PLACE_HERE);
	return strspn(string, set);
}

size_t world_strcspn(const char *string, const char *set)
{
	announce_span(string, strcspn(string, set), set, PLACE_HERE);
	return strcspn(string, set);
}

char *world_strpbrk(const char *string, const char *set)
{
	announce_span(string, strcspn(string, set), set, PLACE_HERE);
	return (char *)(uintptr_t)strpbrk(string, set);
}

/* ---- copies in blocks of their own ---- */

static char *duplicate(const char *string, size_t length, struct place place)
{
	char *copy = heap_allocate(length + 1, 1, place.pc);

	if (!copy)
		return NULL;
	writes(copy, length + 1, place);
	memcpy(copy, string, length);
	copy[length] = '\0';
	return copy;
}

char *world_strdup(const char *string)
{
	struct place place = PLACE_HERE;

	if (!engine_self())
		return world_strndup(string, SIZE_MAX);
	reads_all(string, place);
	return duplicate(string, strlen(string), place);
}

char *world_strndup(const char *string, size_t size)
{
	struct place place = PLACE_HERE;
	size_t length = strnlen(string, size);
	char *copy;

	if (engine_self()) {
		reads_part(string, size, place);
		return duplicate(string, length, place);
	}
	copy = world_malloc(length + 1);
	if (copy) {
		memcpy(copy, string, length);
		copy[length] = '\0';
	}
	return copy;
}
