/* page.h: HTML that is being written. Texts are escaped unless they are called markup. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <stddef.h>

struct page;

/* Never NULL: aborts when memory runs out. */
struct page *page_open(void);

/* What has been written, with a zero byte behind it; valid until the page is changed or closed. */
const char *page_text(struct page *page, size_t *size);
void page_close(struct page *page);

/* printf for markup: the arguments are not escaped. */
void page_markup(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text, escaped, also fit for an attribute in quotes. Bytes that are no UTF-8 become '?'. */
void page_say(struct page *page, const char *text);

/* printf for text. */
void page_print(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* <TAG>text</TAG>; the tag may have attributes: "th scope='row'". */
void page_element(struct page *page, const char *tag, const char *text);

/* Bytes as they are. */
void page_bytes(struct page *page, const char *bytes, size_t size);

#endif
