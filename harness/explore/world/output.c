/* output.c: what the program prints is kept, not shown; and formatting into memory (see world.h). */
#include "explore/world/world_base.h"

#include "explore/engine/engine.h"
#include "explore/world/world.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define CAPACITY ((size_t)16 << 10)

static struct {
	size_t length;
	char text[CAPACITY];
} output;

/* One text that is being formatted: nothing else runs meanwhile. */
static char scratch[CAPACITY];

void output_reset(void)
{
	output.length = 0;
}

const char *world_output(size_t *length)
{
	*length = output.length;
	return output.text;
}

static void keep(const char *text, size_t length, uintptr_t pc)
{
	size_t room = CAPACITY - output.length;
	char noted[64];

	snprintf(noted, sizeof noted, "%.*s", (int)(length < sizeof noted ? length : sizeof noted),
		 text);
	engine_note(OP_PRINT, NULL, length, noted, pc);
	if (length > room)
		length = room;
	memcpy(output.text + output.length, text, length);
	output.length += length;
}

static void keep_string(const char *string, struct place place)
{
	world_touch(string, strlen(string) + 1, false, place.pc, place.frame);
	keep(string, strlen(string), place.pc);
}

/* Only the terminal's two streams are modelled. */
static void expect_terminal(const FILE *file, const char *name, uintptr_t pc)
{
	char text[64];

	if (file == stdout || file == stderr)
		return;
	snprintf(text, sizeof text, "%s to a file", name);
	world_refuse(text, pc);
}

/* Before a schedule the real streams are meant. */
static __attribute__((format(printf, 3, 0))) int
print(FILE *file, const char *name, const char *format, va_list arguments, uintptr_t pc)
{
	int length;

	if (!engine_self())
		return vfprintf(file, format, arguments);
	expect_terminal(file, name, pc);
	length = vsnprintf(scratch, sizeof scratch, format, arguments);
	if (length > 0)
		keep(scratch, (size_t)length < CAPACITY ? (size_t)length : CAPACITY - 1, pc);
	return length;
}

int world_printf(const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = print(stdout, "printf", format, arguments, PLACE_HERE.pc);
	va_end(arguments);
	return length;
}

int world_fprintf(FILE *file, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = print(file, "fprintf", format, arguments, PLACE_HERE.pc);
	va_end(arguments);
	return length;
}

static FILE *stream_of(int fd)
{
	return fd == STDOUT_FILENO ? stdout : fd == STDERR_FILENO ? stderr : NULL;
}

int world_dprintf(int fd, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = engine_self() ? print(stream_of(fd), "dprintf", format, arguments, PLACE_HERE.pc)
			       : vdprintf(fd, format, arguments);
	va_end(arguments);
	return length;
}

int world_vprintf(const char *format, va_list arguments)
{
	return print(stdout, "vprintf", format, arguments, PLACE_HERE.pc);
}

int world_vfprintf(FILE *file, const char *format, va_list arguments)
{
	return print(file, "vfprintf", format, arguments, PLACE_HERE.pc);
}

/* ---- without a format ---- */

int world_puts(const char *string)
{
	struct place place = PLACE_HERE;

	if (!engine_self())
		return puts(string);
	keep_string(string, place);
	keep("\n", 1, place.pc);
	return 1;
}

int world_fputs(const char *string, FILE *file)
{
	struct place place = PLACE_HERE;

	if (!engine_self())
		return fputs(string, file);
	expect_terminal(file, "fputs", place.pc);
	keep_string(string, place);
	return 1;
}

static int put_byte(int byte, FILE *file, const char *name, uintptr_t pc)
{
	char text = (char)byte;

	if (!engine_self())
		return fputc(byte, file);
	expect_terminal(file, name, pc);
	keep(&text, 1, pc);
	return (unsigned char)byte;
}

int world_putchar(int byte)
{
	return put_byte(byte, stdout, "putchar", PLACE_HERE.pc);
}

int world_putc(int byte, FILE *file)
{
	return put_byte(byte, file, "putc", PLACE_HERE.pc);
}

int world_fputc(int byte, FILE *file)
{
	return put_byte(byte, file, "fputc", PLACE_HERE.pc);
}

static void keep_data(const void *data, size_t size, struct place place)
{
	world_touch(data, size, false, place.pc, place.frame);
	keep(data, size, place.pc);
}

size_t world_fwrite(const void *data, size_t size, size_t count, FILE *file)
{
	struct place place = PLACE_HERE;

	if (!engine_self())
		return fwrite(data, size, count, file);
	expect_terminal(file, "fwrite", place.pc);
	keep_data(data, size * count, place);
	return size ? count : 0;
}

ssize_t world_write(int fd, const void *data, size_t size)
{
	struct place place = PLACE_HERE;

	if (!engine_self())
		return write(fd, data, size);
	expect_terminal(stream_of(fd), "write", place.pc);
	keep_data(data, size, place);
	return (ssize_t)size;
}

void world_perror(const char *prefix)
{
	const char *reason = strerror(errno);
	bool has_prefix = prefix && *prefix;

	if (engine_self()) {
		int length = snprintf(scratch, sizeof scratch, "%s%s%s\n", has_prefix ? prefix : "",
				      has_prefix ? ": " : "", reason);

		keep(scratch, (size_t)length < CAPACITY ? (size_t)length : CAPACITY - 1,
		     PLACE_HERE.pc);
	} else {
		perror(prefix);
	}
}

/* ---- buffers: what is kept needs none ---- */

int world_fflush(FILE *file)
{
	if (!engine_self())
		return fflush(file);
	if (file)
		expect_terminal(file, "fflush", PLACE_HERE.pc);
	return 0;
}

int world_setvbuf(FILE *file, char *buffer, int mode, size_t size)
{
	if (!engine_self())
		return setvbuf(file, buffer, mode, size);
	expect_terminal(file, "setvbuf", PLACE_HERE.pc);
	return 0;
}

void world_setbuf(FILE *file, char *buffer)
{
	if (!engine_self())
		setbuf(file, buffer);
	else
		expect_terminal(file, "setbuf", PLACE_HERE.pc);
}
