#!/usr/bin/env bash
# grade_cli.sh: tests of make start, make grade and build/bin/grade at a terminal: what mistakes get
# for an answer, what is written, and what is left behind.
suite="grade-cli"
. tests/check.sh

grade=build/bin/grade
lab=labs/lab03-shared-list

run $grade --help
check "help ends well" has_status 0
check "help says what the status means" has_text 'Status 0: full marks'

# mistake NAME PATTERN ARGUMENTS...: one line, status 2.
mistake() {
	local name=$1 pattern=$2
	shift 2
	run $grade "$@"
	check "$name ends in status 2" has_status 2
	check "... in one line" is_one_line
	check "... that says what to do" has_text "$pattern"
}
mistake "no lab" 'say which lab'
mistake "an unknown lab" 'there is one in: lab03' lab77 fix.c
mistake "a lab with a pattern in it" 'no exercise' 'lab0*' fix.c
mistake "a missing fix" 'make start LAB=lab03' lab03 "$scratch/none.c"
mistake "a folder" 'give a C file' lab03 "$scratch"
: >"$scratch/empty.c"
mistake "an empty file" 'start from broken.c' lab03 "$scratch/empty.c"
head -c 3000 /bin/true >"$scratch/binary.c"
mistake "a binary file" 'is no text' lab03 "$scratch/binary.c"
truncate -s 100M "$scratch/large.c"
mistake "a file of 100 MB" 'a fix has at most' lab03 "$scratch/large.c"
run env SANDBOX=castle $grade lab03 $lab/broken.c
check "an unknown sandbox ends in status 2" has_status 2
check "... and says which there are" has_text 'choose bubblewrap, landlock or none'

# fix NAME TEXT: what is graded, but cannot be right.
graded() { # NAME PATTERN FILE
	run $grade lab03 "$3"
	check "$1 ends in status 1" has_status 1
	check "... and the report says why" has_text "$2"
}
echo 'int list_push = ;' >"$scratch/syntax.c"
graded "a fix that does not compile" 'expected expression' "$scratch/syntax.c"
sed '/^struct node \*list_first/,$d' $lab/solution.c >"$scratch/part.c"
graded "a fix without a function" 'list_first' "$scratch/part.c"
{ cat $lab/solution.c; echo 'int main(void) { return 0; }'; } >"$scratch/main.c"
graded "a fix with a main" 'main is not allowed here' "$scratch/main.c"
echo '#include "nowhere.h"' >"$scratch/include.c"
graded "a header that is not there" 'nowhere.h' "$scratch/include.c"

# Strange names.
cp $lab/solution.c "$scratch/my fix; touch x \$(id).c"
run $grade lab03 "$scratch/my fix; touch x \$(id).c"
check "a path with blanks and shell characters is fine" has_status 0
check "... and is no command" test ! -e x

# What is written.
run $grade lab03 $lab/solution.c
check "the solution gets full marks" has_text '20 of 20 points'
folder=build/grade/lab03/solution
is_json() { jq -e "$1" "$2" >/dev/null; }
check "results.json is JSON" is_json . $folder/results.json
check "... in Gradescope's form" is_json \
	'(.tests | length > 5) and all(.tests[]; has("score") and has("max_score") and has("name"))' \
	$folder/results.json
check "junit.xml is XML" xmllint --noout $folder/junit.xml
check "feedback.md has a head" grep -q '^# lab03: 20 of 20 points' $folder/feedback.md
check "the box is gone" test ! -e $folder/box

# A failure can be seen again.
run $grade lab03 $lab/broken.c
# shellcheck disable=SC2016 # the back quotes are the feedback's
replay=$(printf '%s\n' "$output" | sed -n 's/^See it again: `\(.*--replay.*\)`$/\1/p' | head -1)
check "a failure comes with its replay" test -n "$replay"
run bash -c "$replay"
check "... which shows it" has_status 1
check "... as it was" has_text 'the run ends as lost'
run $grade lab03 --replay=v1-rubbish $lab/broken.c
check "a malformed replay ends in status 2" has_status 2

# Two at once, and one that is stopped.
$grade lab03 $lab/wrong/sleep.c >"$scratch/one" 2>&1 &
$grade lab03 $lab/wrong/sleep.c >"$scratch/two" 2>&1
wait $!
check "two grades of one file at once agree" cmp -s \
	<(grep -E 'passed|FAILED' "$scratch/one") <(grep -E 'passed|FAILED' "$scratch/two")
rm -rf build/grade/lab03/endless-loop*
timeout -s INT 0.5 $grade lab03 tests/attacks/endless-loop.c >"$scratch/one" 2>&1
check "an interrupted grade leaves no result" test ! -e build/grade/lab03/endless-loop*/results.json
check "... and no process" bash -c '! pgrep -f [g]rade/lab03/endless-loop'

# make start, make grade.
if [ -e $lab/fix.c ]; then
	skip "make start" "there is a fix.c of somebody's"
else
	run make start LAB=lab03
	check "make start makes a fix.c" cmp -s $lab/fix.c $lab/broken.c
	run make start LAB=lab03
	check "... and never overwrites" has_status 2
	check "... but says so" has_text 'is there already'
	cp $lab/solution.c $lab/fix.c
	run make grade LAB=lab03
	check "make grade grades it" has_text '20 of 20 points'
	rm $lab/fix.c
	run make grade LAB=lab03
	check "without fix.c it says make start" has_text 'make start LAB=lab03'
fi
run make start
check "make start without a lab ends in status 2" has_status 2
check "... and says which variable" has_text 'LAB=lab03'
run make grade LAB=lab42
check "an unknown lab ends in status 2" has_status 2
run make grade LAB=lab03 FIX=tests/right/lab03-mutex.c
check "make grade takes a path" has_status 0
finish
