/* symbolizer.c: questions and answers (see symbolizer.h). */
#include "explore/show/symbolizer.h"

#include "base/child.h"
#include "tsan/symbols.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define LINE 1100
#define FIRST_MS 20000 /* it reads all debug information before its first answer */
#define LINES 40       /* of an answer, inlined functions included */
#define PATIENCE_MS 1000

static struct {
	char program[PATH_MAX];
	bool wanted, on;
	struct child child;
} tool;

/* Only when the first question comes: it takes longer to start than many a search takes. */
void symbolizer_start(const char *program)
{
	snprintf(tool.program, sizeof tool.program, "%s", program);
	tool.wanted = true;
}

static void start(void)
{
	char path[PATH_MAX], object[PATH_MAX + 8], offline[] = "DEBUGINFOD_URLS=";
	char *argv[] = {path, object, NULL}, *environment[] = {offline, NULL};
	struct child_options options = {.environment = environment, .quiet = 1};

	tool.wanted = false;
	snprintf(object, sizeof object, "--obj=%s", tool.program);
	tool.on = symbols_find_tool(path, sizeof path) == 0 &&
		  child_start(&tool.child, argv, &options) == 0;
}

void symbolizer_stop(void)
{
	if (tool.on)
		(void)child_stop(&tool.child, PATIENCE_MS);
	tool.on = tool.wanted = false;
}

static bool give_up(void)
{
	symbolizer_stop();
	return false;
}

/* Two lines of answer, perhaps more (callers, declarations), then an empty one. */
static bool ask(const char *kind, uint64_t address, char first[LINE], char second[LINE])
{
	char question[64], line[LINE];
	int lines = 0;

	if (tool.wanted)
		start();
	if (!tool.on)
		return false;
	snprintf(question, sizeof question, "%s 0x%llx", kind, (unsigned long long)address);
	if (child_ask(&tool.child, question, first, LINE, FIRST_MS) != 0)
		return give_up();
	if (!*first)
		return false;
	*second = '\0';
	while (fgets(line, sizeof line, tool.child.from) && *line != '\n') {
		line[strcspn(line, "\n")] = '\0';
		if (lines++ == 0)
			snprintf(second, LINE, "%s", line);
		if (lines > LINES)
			return give_up();
	}
	return *second && strcmp(first, "??") != 0;
}

bool symbolizer_code(uint64_t address, char *function, size_t function_size, char *location,
		     size_t location_size)
{
	char first[LINE], second[LINE];

	if (!ask("CODE", address, first, second))
		return false;
	snprintf(function, function_size, "%s", first);
	snprintf(location, location_size, "%s", second);
	return true;
}

bool symbolizer_data(uint64_t address, char *name, size_t size, uint64_t *start, uint64_t *bytes)
{
	char first[LINE], second[LINE];
	unsigned long long from, length;

	if (!ask("DATA", address, first, second) ||
	    sscanf(second, "%llu %llu", &from, &length) != 2)
		return false;
	if (address < from || address - from >= length)
		return false;
	snprintf(name, size, "%s", first);
	*start = from;
	*bytes = length;
	return true;
}
