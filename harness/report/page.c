/* page.c: HTML that is being written (see page.h). */
#include "report/page.h"

#include "base/die.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct page {
	FILE *stream;
	char *text;
	size_t size;
};

struct page *page_open(void)
{
	struct page *page = calloc(1, sizeof *page);

	if (page)
		page->stream = open_memstream(&page->text, &page->size);
	if (!page || !page->stream)
		BUG("no memory for a page");
	return page;
}

const char *page_text(struct page *page, size_t *size)
{
	if (fflush(page->stream) != 0)
		BUG("no memory for a page");
	if (size)
		*size = page->size;
	return page->text;
}

void page_close(struct page *page)
{
	fclose(page->stream);
	free(page->text);
	free(page);
}

void page_bytes(struct page *page, const char *bytes, size_t size)
{
	fwrite(bytes, 1, size, page->stream);
}

void page_markup(struct page *page, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(page->stream, format, args);
	va_end(args);
}

/* How many bytes the UTF-8 character has that begins here; 0: it is none. */
static size_t character_size(const unsigned char *text)
{
	size_t size = *text < 0x80   ? 1
		      : *text < 0xc2 ? 0
		      : *text < 0xe0 ? 2
		      : *text < 0xf0 ? 3
		      : *text < 0xf5 ? 4
				     : 0;

	for (size_t i = 1; i < size; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return size;
}

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return (unsigned char)c < ' ' && c != '\n' && c != '\t' ? "?" : NULL;
	}
}

void page_say(struct page *page, const char *text)
{
	while (*text) {
		size_t size = character_size((const unsigned char *)text);
		const char *other = size == 0 ? "?" : entity(*text);

		if (other)
			fputs(other, page->stream);
		else
			fwrite(text, 1, size, page->stream);
		text += size ? size : 1;
	}
}

void page_print(struct page *page, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		BUG("no memory for a page");
	va_end(args);
	page_say(page, text);
	free(text);
}

void page_element(struct page *page, const char *tag, const char *text)
{
	fprintf(page->stream, "<%s>", tag);
	page_say(page, text);
	fprintf(page->stream, "</%.*s>", (int)strcspn(tag, " "), tag);
}
