/*
 * gate.h: may this code be judged at all? A wrong fix may: it is found out. Code that could lead the
 * judges by the nose may not: what they cannot see into, what would end or replace them.
 *
 * The gate reads what the compiler made of the fix: LLVM's text form, before any instrumentation.
 * Macros, attributes and pragmas have done there what they could, so there is no second spelling for
 * anything. Whoever judges a fix preprocesses it once (gate_flags and -E) and compiles everything
 * from the result: macros such as __OPTIMIZE__, __PIE__ and __TIME__ would show the gate one program
 * and the judges another.
 *
 *   struct gate_policy policy = {.provides = names, .sources = files, ...};
 *   static struct gate_report report;
 *   if (gate_check("fix.ll", &policy, &report) != 0) die_system("cannot read fix.ll");
 *   for (int i = 0; i < gate_shown(&report); i++) puts(gate_describe(&report.finding[i], ...));
 */
#ifndef GATE_GATE_H
#define GATE_GATE_H

#include <stddef.h>

/*
 * How to compile what is to be checked; ends with NULL. Add -o, -iquote and the file; with -E they
 * preprocess it.
 */
extern const char *const gate_flags[];

struct gate_policy {
	const char *const *provides; /* what a fix must define, and may show; ends with NULL */
	/*
	 * The files that it may consist of, the fix itself first; ends with NULL. A relative path
	 * stands for all paths that end with it. System headers are fine anyhow.
	 */
	const char *const *sources;
	const char *allowed;   /* the text of allowed.txt */
	const char *forbidden; /* the text of forbidden.txt: reasons to give */
	const char *fix;       /* the text of the fix, for lines that nothing else tells; or NULL */
	/*
	 * The fix after the preprocessor, in which attributes are found that switch off detectors
	 * other than ThreadSanitizer: nothing in the module tells. NULL: look into `fix`.
	 */
	const char *preprocessed;
	const char *
		api; /* the text of the lab's api.h: what it declares may be called, too; or NULL */
};

#define GATE_NAME 64
#define GATE_PATH 256
#define GATE_FINDINGS 20

struct gate_finding {
	char file[GATE_PATH];
	int line;		/* 0: unknown */
	char symbol[GATE_NAME]; /* "": none is meant */
	char what[GATE_NAME];	/* "inline assembly" */
	char why[GATE_PATH];	/* "the detectors cannot see into it" */
	char remedy[GATE_PATH]; /* what to do instead; "": that goes without saying */
};

struct gate_report {
	int count; /* of findings; beyond GATE_FINDINGS they are only counted. 0: let it through */
	struct gate_finding finding[GATE_FINDINGS];
};

/* The most bytes that a module may have; a larger one is refused. */
#define GATE_MOST_BYTES ((size_t)16 << 20)

/*
 * Check a module in text form. Nothing in it is trusted: it may hold anything. Findings come in the
 * order of their lines. Returns 0, or -1 with errno set when the file cannot be read.
 */
int gate_check(const char *ir_path, const struct gate_policy *policy, struct gate_report *report);

/* The same for a module in memory, of `size` bytes. */
void gate_check_text(const char *module, size_t size, const struct gate_policy *policy,
		     struct gate_report *report);

/*
 * Check an object file (ELF, 64 bits) made from a checked module: once more what it shows, needs and
 * consists of, in case the compiler has added something. Returns as gate_check.
 */
int gate_check_object(const char *path, const struct gate_policy *policy,
		      struct gate_report *report);

#define GATE_MOST_PROVIDED 64

/* What a lab asks for: the names that its broken.c, compiled to a module, shows to others. */
struct gate_provided {
	char name[GATE_MOST_PROVIDED][GATE_NAME];
	const char *list[GATE_MOST_PROVIDED + 1]; /* for gate_policy; ends with NULL */
};

/* Returns 0, or -1 with errno set: the file cannot be read, or (E2BIG) has too many or long names. */
int gate_find_provided(const char *ir_path, struct gate_provided *provided);

/* How many findings the report holds. */
int gate_shown(const struct gate_report *report);

/* "fix.c:12: inline assembly is not allowed here: ..." Returns `text`. */
const char *gate_describe(const struct gate_finding *finding, char *text, size_t size);

#endif
