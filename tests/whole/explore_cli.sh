#!/usr/bin/env bash
# explore_cli.sh: tests of build/bin/explore and make explore at a terminal: what mistakes get for an
# answer, and that the same question gets the same answer.
suite="explore-cli"
. tests/check.sh

explore=build/bin/explore
subjects=tests/data/explore-subjects

run $explore --help
check "help ends well" has_status 0
check "help names its options" has_text '--schedule='

# mistake NAME PATTERN ARGUMENTS...: status 2, and words that say what to do.
mistake() {
	local name=$1 pattern=$2
	shift 2
	run $explore "$@"
	check "$name ends in status 2" has_status 2
	check "... and says what to do" has_text "$pattern"
}

mistake "no program" 'prog.c'
mistake "a missing file" 'cannot read .*none.c' none.c
mistake "a file that is no C" 'give C files' README.md
mistake "an unknown strategy" 'choose random, urw' --strategy=luck $subjects/race.c
mistake "a budget that is no number" 'give a number' --budget=soon $subjects/race.c
mistake "no jobs" 'give a number from 1 to' --jobs=0 $subjects/race.c
mistake "coroutines under dpor" 'where dfs covers all' --cooperative --strategy=dpor $subjects/race.c
mistake "coroutines that are processes" 'one or the other' --cooperative --processes $subjects/race.c
mistake "a malformed schedule" 'malformed' --schedule=v1-rubbish $subjects/race.c
check "... in one line" is_one_line
mistake "a schedule of another program" 'no verdict' --schedule=v1-aaaa-0x3_1x2 $subjects/race.c
check "... in one line" is_one_line

echo 'int main(void) { return missing; }' >"$scratch/wrong.c"
mistake "a file that does not compile" "undeclared identifier 'missing'" "$scratch/wrong.c"
echo 'int other(void) { return 0; }' >"$scratch/no-main.c"
mistake "a program without main" 'main' "$scratch/no-main.c"

run make explore
check "make explore without a file ends in status 2" has_status 2
check "... and says which variable" has_text 'FILE=prog.c'
run make explore FILE=$subjects/assertion.c
check "make explore ends in make's status 2 when a failure is found" has_status 2
check "... and shows how to see it again" has_text 'make explore FILE=.* SCHEDULE=v1-'

run $explore --cooperative $subjects/cooperative.c
check "what was asked for belongs to the replay" has_text 'build/bin/explore --schedule=v1-[^ ]* --cooperative '
check "coroutines are not preempted" has_no_text 'preemption'
replay=$(printf '%s\n' "$output" | sed -n 's/^ *replay: //p')
run bash -c "$replay"
check "... which shows it again" has_text 'unexpected exit: main returns 1'

# Twice the same question.
$explore $subjects/assertion.c >"$scratch/first"
$explore $subjects/assertion.c >"$scratch/second"
check "two runs print the same" cmp -s "$scratch/first" "$scratch/second"
$explore --jobs=2 $subjects/assertion.c >"$scratch/first"
$explore --jobs=2 $subjects/assertion.c >"$scratch/second"
check "... also with two jobs" cmp -s "$scratch/first" "$scratch/second"
$explore --out=- $subjects/assertion.c | sed '/"seconds"/d' >"$scratch/first"
$explore --out=- $subjects/assertion.c | sed '/"seconds"/d' >"$scratch/second"
check "two runs write the same JSON" cmp -s "$scratch/first" "$scratch/second"

# A schedule of the program as it was.
cp $subjects/assertion.c "$scratch/program.c"
schedule=$($explore "$scratch/program.c" | sed -n 's/.*SCHEDULE=//p')
run $explore --schedule="$schedule" "$scratch/program.c"
check "a schedule is replayed" has_status 1
touch "$scratch/program.c"
run $explore --schedule="$schedule" "$scratch/program.c"
check "... also after the program was built again" has_status 1
sed -i 's/counter++/counter += 2 * (counter + 1) - counter - 1/' "$scratch/program.c"
run $explore --schedule="$schedule" "$scratch/program.c"
check "a changed program does not match" has_status 2
check "... and it says so" has_text 'no verdict'

run $explore --schedules=0 $subjects/race.c
check "no schedules ends in status 2" has_status 2
# A failure ends a search, and what lies beyond it stays unseen, unless one asks to go on.
races() { $explore --out=- "$@" $subjects/keep-going.c 2>/dev/null | jq '.races | length'; }
check "a search ends with its first failure" test "$(races)" = 0
check "... and goes on when asked to" test "$(races --keep-going --schedules=200)" -gt 0

finish
