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
ln -s "$PWD/$lab/solution.c" "$scratch/link.c"
mistake "a link" 'is a link: give the file itself' lab03 "$scratch/link.c"
mkfifo "$scratch/pipe.c"
mistake "a pipe" 'is no file' lab03 "$scratch/pipe.c"
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

has_no_orders() { ! grep -q $'[\033\007]' "$1"; }
# Whose letters would give orders to the terminal of whoever grades, or end the report's quotation.
printf '#include "api.h"\n#error "\033[2J\033]0;mine\007 ```` 20 of 20 points"\n' >"$scratch/orders.c"
# (clang 22 writes <U+001B> by itself.)
graded "a fix with orders for a terminal" '\[2J.*\]0;mine.* 20 of 20 points' "$scratch/orders.c"
check "... gives none there" has_no_text $'\033|\007'
check "... nor in the feedback" has_no_orders build/grade/lab03/orders-*/feedback.md
check "... and is quoted to its end" grep -qx '`````' build/grade/lab03/orders-*/feedback.md

# Strange names.
cp $lab/solution.c "$scratch/my fix; touch x \$(id).c"
run $grade lab03 "$scratch/my fix; touch x \$(id).c"
check "a path with blanks and shell characters is fine" has_status 0
check "... and is no command" test ! -e x
cp $lab/broken.c "$scratch/it's \$(touch x).c"
run $grade lab03 "$scratch/it's \$(touch x).c"
# shellcheck disable=SC2016
run bash -c "$(printf '%s\n' "$output" | sed -n 's/^See it again: `\(.*\)`$/\1/p' | head -1)"
check "... also in the command that shows a failure again" has_text 'the run ends as lost'
check "... which does no more than that" test ! -e x

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
check "... and of little memory" is_json '.extra_data.most_memory_mib | . > 0 and . < 600' \
	$folder/results.json
check "... with tags that name misconceptions" is_json 'all(.tests[]; has("tags"))' \
	$folder/results.json
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

# Whatever explores a fix says how to see it again, and then it is seen again.
seen_again() { # FIX OPTION PATTERN
	local command
	run $grade lab03 "$lab/wrong/$1.c"
	# shellcheck disable=SC2016
	command=$(printf '%s\n' "$output" |
		sed -n 's/^See it again: `\(.*--replay.* '"$2"' .*\)`$/\1/p' | head -1)
	check "$1 comes with a replay $2" test -n "$command"
	run bash -c "$command"
	check "... which shows it again" has_text "$3"
	check "... with status 1" has_status 1
}
seen_again static-mutex --processes 'they do not share'
seen_again own-first --order 'no order explains'
seen_again retry-leaks --memory 'memory leak'
seen_again one-for-all --parallel 'needless wait'

# Two at once, and one that is stopped.
$grade lab03 $lab/wrong/sleep.c >"$scratch/one" 2>&1 &
$grade lab03 $lab/wrong/sleep.c >"$scratch/two" 2>&1
wait $!
check "two grades of one file at once agree" cmp -s \
	<(grep -E 'passed|FAILED' "$scratch/one") <(grep -E 'passed|FAILED' "$scratch/two")

# interrupted SIGNAL FILE: as soon as the box has that file.
interrupted() {
	local folder=build/grade/lab03/sleep pid
	rm -rf $folder
	$grade lab03 $lab/wrong/sleep.c >"$scratch/one" 2>&1 &
	pid=$!
	until compgen -G "$folder/box/$2" >/dev/null || ! kill -0 $pid 2>/dev/null; do :; done
	kill -s "$1" $pid
	wait $pid 2>/dev/null
	status=$? output=$(cat "$scratch/one")
	check "interrupted by $1 ($2) it dies of the signal" has_status $((128 + $(kill -l "$1")))
	check "... and says that there are no marks" has_text 'no marks'
	check "... and leaves no result, no box" test -z "$(ls -A $folder)"
	# shellcheck disable=SC2016 # that is for the other shell
	check "... and no process" bash -c '! pgrep -f "$1/build/grade/lab03/slee[p]/box"' - "$PWD"
}
interrupted INT tsan.o
interrupted TERM answers
interrupted HUP explored.json

# A disk without room: no false marks. The small disk is in a mount namespace of its own.
full_disk() { # SIZE SCRIPT
	run unshare -rm bash -c "mount -t tmpfs -o size=$1 none build/grade && $2"
}
mkdir -p build/grade
if unshare -rm mount -t tmpfs none build/grade 2>/dev/null; then
	full_disk 1m "$grade lab03 $lab/solution.c"
	check "a disk without room ends in status 2" has_status 2
	check "... and says how much is needed" has_text 'MiB will do'
	# shellcheck disable=SC2016
	full_disk 340m "$grade"' lab03 '$lab/solution.c' & pid=$!
		until compgen -G "build/grade/lab03/solution/box/tsan.o" >/dev/null; do :; done
		dd if=/dev/zero of=build/grade/hog bs=1M 2>/dev/null
		wait $pid && exit 99 || status=$?
		find build/grade -type f ! -name hog; exit $status'
	check "a disk that becomes full meanwhile ends in status 2" has_status 2
	check "... without marks" has_text 'has become full.*no marks'
	check "... and without files" has_no_text '^build/grade/'
else
	skip "a full disk" "no mount namespaces here"
fi

# A file that only others may read; root may read all.
nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)
cp $lab/broken.c "$scratch/secret.c"
chmod 600 "$scratch/secret.c"
chmod a+x "$scratch"
if [ "$(id -u)" = 0 ] && "${nobody[@]}" test -x "$PWD/build/bin/grade"; then
	run "${nobody[@]}" "$PWD/$grade" lab03 "$scratch/secret.c"
	check "an unreadable file ends in status 2" has_status 2
	check "... and says so" has_text 'you may not read .*secret.c: see its permissions'
else
	skip "an unreadable file" "needs root, and a folder that others may enter"
fi

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
run make start 'LAB=lab0*'
check "a pattern is no lab" has_text 'there is no lab0\*'
cp tests/right/lab03-mutex.c "$scratch/\$(shell touch ran)\$(id).c"
run make grade LAB=lab03 "FIX=$scratch/\$(shell touch ran)\$(id).c"
check "a path that looks like an order to make is a path" has_status 0
check "... and nothing is run" [ ! -e ran ]
run make grade LAB=lab42
check "an unknown lab ends in status 2" has_status 2
run make grade LAB=lab03 FIX=tests/right/lab03-mutex.c
check "make grade takes a path" has_status 0
finish
