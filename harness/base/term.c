/* term.c: colour, progress and folded text (see term.h). */
#include "base/term.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_fancy(int fd)
{
	const char *term = getenv("TERM");

	return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

const char *term_style(enum term_style style)
{
	static const char *const sequences[] = {
		[TERM_PLAIN] = "\033[0m", [TERM_BOLD] = "\033[1m",   [TERM_DIM] = "\033[2m",
		[TERM_GOOD] = "\033[32m", [TERM_BAD] = "\033[1;31m", [TERM_NOTE] = "\033[33m",
	};
	const char *no_colour = getenv("NO_COLOR");

	if (!is_fancy(STDOUT_FILENO) || (no_colour && *no_colour))
		return "";
	return sequences[style];
}

int term_width(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 100;
	return size.ws_col < 60 ? 60 : size.ws_col > 110 ? 110 : size.ws_col;
}

static char shown[256]; /* the last progress line */
static bool on_screen;

static bool is_new_topic(const char *line)
{
	size_t topic = strcspn(line, ":");

	return strncmp(line, shown, topic) != 0 || strcspn(shown, ":") != topic;
}

void term_progress(const char *format, ...)
{
	char line[sizeof shown];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	term_defuse(line);
	if (is_fancy(STDERR_FILENO)) {
		fflush(stdout);
		fprintf(stderr, "\r\033[K%.*s", term_width() - 1, line);
		on_screen = true;
	} else if (is_new_topic(line)) {
		fflush(stdout);
		fprintf(stderr, "  ... %.*s\n", (int)strcspn(line, ":"), line);
	}
	memcpy(shown, line, sizeof shown);
}

void term_progress_end(void)
{
	if (on_screen)
		fputs("\r\033[K", stderr);
	on_screen = false;
}

/* C1 controls: in UTF-8 two bytes, elsewhere one, which in UTF-8 would continue a letter. */
static bool is_high_control(unsigned char byte, unsigned char before)
{
	return byte >= 0x80 && byte < 0xa0 && (before < 0x80 || before == 0xc2);
}

void term_defuse(char *text)
{
	unsigned char before = 0;

	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;
		bool obeyed = (byte < ' ' && byte != '\n' && byte != '\t') || byte == 127 ||
			      is_high_control(byte, before);

		if (obeyed)
			*text = '?';
		if (obeyed && before == 0xc2)
			text[-1] = '?';
		before = byte;
	}
}

void term_paragraph(int indent, const char *text)
{
	int column = 0;

	while (*text) {
		int word = (int)strcspn(text, " \n");

		if (column > 0 && column + 1 + word > term_width()) {
			putchar('\n');
			column = 0;
		}
		if (word > 0) {
			column += printf("%*s%.*s", column ? 1 : indent, "", word, text);
			text += word;
		}
		if (*text == '\n' && column > 0) {
			putchar('\n');
			column = 0;
		}
		if (*text)
			text++;
	}
	if (column > 0)
		putchar('\n');
}
