/*
 * term.h: what a person sees at a terminal: colour and a progress line, both only where wanted.
 */
#ifndef BASE_TERM_H
#define BASE_TERM_H

enum term_style { TERM_PLAIN, TERM_BOLD, TERM_DIM, TERM_GOOD, TERM_BAD, TERM_NOTE };

/*
 * The escape sequence that starts `style` on standard output, or "" when standard output is not
 * a terminal, TERM is "dumb" or NO_COLOR is set. TERM_PLAIN ends a style.
 */
const char *term_style(enum term_style style);

/* Columns of the terminal on standard output; 100 when it is none, never less than 60. */
int term_width(void);

/*
 * Show one line of progress on stderr: on a terminal it overwrites itself, elsewhere it prints
 * the line only when its text before the first ':' changes (so that logs stay short).
 */
void term_progress(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Remove the progress line. Call it before printing results. */
void term_progress_end(void);

/*
 * Text of which somebody else chose the letters: what a terminal would obey in it becomes '?', in
 * place. Ends of lines and tabs stay.
 */
void term_defuse(char *text);

/* Print `text` on standard output folded at term_width(), each line after `indent` spaces. */
void term_paragraph(int indent, const char *text);

#endif
