/* schedule_string.c: schedules as strings that one can paste into a command (see explore.h). */
#include "explore/explore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX "v1-"
#define HASH_LENGTH 4
#define HASH_BITS 20

static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";

uint32_t explore_fold_fingerprint(uint32_t fingerprint)
{
	return (fingerprint ^ fingerprint >> HASH_BITS) & ((1u << HASH_BITS) - 1);
}

static void write_hash(uint32_t folded, char *text)
{
	for (int i = HASH_LENGTH; i-- > 0; folded >>= 5)
		text[i] = digits[folded & 31];
	text[HASH_LENGTH] = '\0';
}

static bool read_hash(const char *text, uint32_t *folded)
{
	*folded = 0;
	for (int i = 0; i < HASH_LENGTH; i++) {
		const char *digit = text[i] ? strchr(digits, text[i]) : NULL;

		if (!digit)
			return false;
		*folded = *folded << 5 | (uint32_t)(digit - digits);
	}
	return true;
}

bool explore_format_schedule(const struct schedule *schedule, char *string, size_t size)
{
	char hash[HASH_LENGTH + 1];
	size_t length;

	if (schedule->overflowed)
		return false;
	write_hash(explore_fold_fingerprint(schedule->fingerprint), hash);
	length = (size_t)snprintf(string, size, PREFIX "%s-", hash);
	for (uint32_t i = 0; i < schedule->count && length < size; i++)
		length += (size_t)snprintf(string + length, size - length, "%s%ux%u", i ? "_" : "",
					   schedule->at[i].actor, schedule->at[i].count);
	return length < size;
}

/* A number from `least` to `most`, and what follows it; NULL if there is none. */
static const char *read_number(const char *text, unsigned long least, unsigned long most,
			       uint32_t *number)
{
	char *end;
	unsigned long value;

	if (*text < '0' || *text > '9')
		return NULL;
	value = strtoul(text, &end, 10);
	*number = (uint32_t)value;
	return value < least || value > most ? NULL : end;
}

static const char *read_segment(const char *text, struct segment *segment)
{
	text = read_number(text, 0, ENGINE_ACTORS - 1, &segment->actor);
	if (!text || *text != 'x')
		return NULL;
	return read_number(text + 1, 1, UINT32_MAX, &segment->count);
}

bool explore_parse_schedule(const char *string, struct schedule *schedule)
{
	const char *text = string + strlen(PREFIX);

	schedule->count = 0;
	schedule->overflowed = false;
	if (strncmp(string, PREFIX, strlen(PREFIX)) != 0 ||
	    !read_hash(text, &schedule->fingerprint) || text[HASH_LENGTH] != '-')
		return false;
	text += HASH_LENGTH;
	do {
		if (schedule->count == SCHEDULE_SEGMENTS)
			return false;
		text = read_segment(text + 1, &schedule->at[schedule->count++]);
	} while (text && *text == '_');
	return text && *text == '\0';
}
