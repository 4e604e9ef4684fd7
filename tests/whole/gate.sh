#!/usr/bin/env bash
# gate.sh: tests of build/bin/gate: what it lets through, what it says of the rest.
suite="gate command"
. tests/check.sh

gate=build/bin/gate
lab=labs/lab03-shared-list

# with NAME LINE...: the solution and some lines more.
with() {
	local name=$scratch/$1
	shift
	cat "$lab/solution.c" >"$name"
	printf '%s\n' "$@" >>"$name"
}

run $gate lab03 $lab/solution.c
check "the solution may be judged" has_status 0
check "... without a word" test -z "$output"
run $gate lab03-shared-list $lab/broken.c
check "the whole name of a lab will do" has_status 0

with 'a b.c' 'static void helper(void) { __asm__ volatile("nop"); }' 'void (*used)(void) = helper;'
run $gate lab03 "$scratch/a b.c"
check "assembly is refused with status 1" has_status 1
check "... with its line and the reason" has_text '^a b.c:5[0-9]: inline assembly is not allowed here: '

with fix.c 'static int x = ;'
run $gate lab03 "$scratch/fix.c"
check "what does not compile ends in status 2" has_status 2
check "... with the compiler's message" has_text 'fix.c:[0-9]*:16: error: expected expression'

with fix.c '#include "../../../../../../etc/shadow"'
run $gate lab03 "$scratch/fix.c"
check "other files cannot be read" has_text 'file not found'

mistake() { # PATTERN ARGUMENT...
	local pattern=$1
	shift
	run $gate "$@"
	check "gate $* ends in status 2" has_status 2
	check "... in one line" is_one_line
	check "... that says what to give" has_text "$pattern"
}
mistake 'say which lab and which file: gate lab03 fix.c'
mistake 'say which lab and which file' lab03
mistake "no such lab; see 'make list'" lab42 fix.c
mistake "no such lab; see 'make list'" ../labs fix.c
mistake 'cannot read /nonexistent.c: No such file' lab03 /nonexistent.c
mistake 'README.md: give a C file' lab03 README.md
mistake 'give one lab and one file' lab03 a.c b.c
run $gate --help
check "--help ends well" has_status 0
check "... and tells the statuses" has_text 'Ends with status 0'
finish
