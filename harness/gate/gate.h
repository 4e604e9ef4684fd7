/*
 * gate.h: may this code be judged at all? A wrong fix may: it is found out. Code that could lead the
 * judges by the nose may not: what they cannot see into, what would end or replace them.
 *
 * The gate reads what the compiler made of the fix: LLVM's text form, before any instrumentation
 * (clang -S -emit-llvm -g -O0 -fsanitize=thread -Xclang -disable-llvm-passes). Macros, attributes
 * and pragmas have done there what they could, so there is no second spelling for anything.
 */
#ifndef GATE_GATE_H
#define GATE_GATE_H

#include <stddef.h>

struct gate_policy {
	const char *const *provides; /* what a fix may define for others to see; ends with NULL */
	const char *const
		*sources;      /* paths (their ends) it may consist of; system headers are fine */
	const char *allowed;   /* the text of allowed.txt */
	const char *forbidden; /* the text of forbidden.txt: reasons to give */
};

#define GATE_TEXT 240
#define GATE_FINDINGS 20

struct gate_finding {
	char file[128];
	int line; /* 0: unknown */
	char text[GATE_TEXT];
};

struct gate_report {
	int count; /* of findings; beyond GATE_FINDINGS they are only counted */
	struct gate_finding finding[GATE_FINDINGS];
};

/* Check a module in text form. It may hold anything: nothing in it is trusted. */
void gate_check(const char *module, const struct gate_policy *policy, struct gate_report *report);

#endif
