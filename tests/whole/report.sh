#!/usr/bin/env bash
# report.sh: the page from stored results (tests/data/report): what it says, and in a real browser.
suite=report
. tests/check.sh

data=tests/data/report
machine=$(jq -r .machine $data/results/lab05.json)
page=$scratch/build/report/index.html
axe=$(find build/axe -name "axe-*.js" 2>/dev/null | sort | tail -n 1)
mkdir -p "$scratch/build"
# Links to sources lead from the page up to labs/.
ln -s "$PWD"/{labs,harness,tests,plots,README.md,CONTRIBUTING.md,Makefile} "$scratch/"
make -s build/bin/report

report() { # RESULTS [OPTION...]
	local results=$1
	shift
	run build/bin/report --results "$results" --pictures $data/pictures --out "$page" --machine "$machine" "$@"
}
# Over several lines, which grep does not.
says() { PATTERN=$1 perl -0777 -ne 'exit !/$ENV{PATTERN}/s' "$page"; }
says_not() { ! says "$1"; }

report $data/results
check "the page is written" has_status 0
check "... and told" has_text '2 of [0-9]+ labs, [0-9.]+ MB$'

# ---- the answer ---------------------------------------------------------------------------------
check "control of switches is decided by lab05" says 'Control of switches.{0,300}<strong>coroutines</strong>.{0,900}✓ holds'
check "no waits is not: lab01 is from elsewhere" says 'No waits.{0,250}not known here.{0,60}lab01 was measured on another machine: Some other'
check "waits is not: no lab has said anything" says 'Waits<.{0,200}not known here</td><td data-head=.Figure.>No lab that has run here'
check "claims have their figures from claims.tsv" says "Explicit pauses.{0,150}<td class='number' data-head='Figure'>[0-9.]+ \[[0-9.]+, [0-9.]+\]"
check "peers are there" says 'coroutine switch \(boost\).{0,100}0.547 \[0.52, 0.58\]'
check "outcomes are there" says 'What runs end with.{0,600}complete'
check "a handout is there, with its tables" says "lab03-handout.{0,3000}<th scope=.col.>"
check "... and its links between handouts stay on the page" says_not 'href="[^"#]*labs/lab[0-9a-z-]*/README.md"'

# ---- bad input ----------------------------------------------------------------------------------
check "another machine is named" says 'Measured on another machine.{0,100}Some other machine, 64 cores'
check "another version is named" says 'lab02</a>: its results are from another version of Interleave: <code>no version'
check "a failed lab shows its error" says 'Its last run failed.{0,200}No space left on device'
check "cut-off results are named" says 'lab06</a>: its results are damaged or cut off: <code>.{0,100}lab06.json, line'
cp -r $data/results "$scratch/results"
head -c 900 $data/results/lab05/switch.tsv >"$scratch/results/lab05/switch.tsv"
head -c 5000 $data/results/lab03/trace-broken-2x1.json >"$scratch/results/lab03/trace-broken-2x1.json"
rm "$scratch/results/claims.tsv"
printf 'garbage \377 <script>alert(1)</script>' >"$scratch/results/lab04.failed"
report "$scratch/results"
check "cut-off tables and steps: a page all the same" has_status 0
check "... which names the table" says 'a table of its results is cut off: <code>.{0,100}switch.tsv'
check "... and the steps" says 'Its steps are missing or damaged'
check "... and has the claims without claims.tsv" says 'Explicit pauses'
check "an error's text is text" says_not '<script>alert'
report $data/results --pictures "$scratch/nothing"
check "pictures that are not there are named" says 'There is no picture of these figures: make plots'
mkdir "$scratch/pictures"
head -c 3000 $data/pictures/lab05-switch.svg >"$scratch/pictures/lab05-switch.svg"
report $data/results --pictures "$scratch/pictures"
check "half a picture, too" says 'The picture is no whole picture'
report "$scratch/nothing"
check "no results at all: a page all the same" has_status 0
check "... that names what is missing" says 'lab03</a>: there are no results'
check "... and decides nothing" says_not '✓ holds'
run build/bin/report --labs "$scratch/nothing"
check "no labs: status 2" has_status 2
check "... in one line" is_one_line
run build/bin/report --out /proc/nowhere/index.html
check "no room for the page: status 2" has_status 2
check "... in one line" is_one_line

# ---- a tour that fails ----------------------------------------------------------------------------
# Without its bench beside it.
mkdir -p "$scratch/build/labs/lab99-mischief"
make -s build/labs/lab05-context-switch/tour
cp build/labs/lab05-context-switch/tour "$scratch/build/labs/lab99-mischief/"
run "$scratch/build/labs/lab99-mischief/tour" --quick
check "a tour that gives up" has_status 2
check "... leaves its reason for the page" grep -q 'cannot start .*bench' "$scratch/build/results/lab99.failed"

# What kills it, make writes down; a mistake of who asks for it is no failure.
copy=$scratch/copy
mkdir -p "$copy/build/results" "$copy/build/labs/lab05-context-switch"
make -sn lab05 | grep 'build/labs/lab05-context-switch/tour' >"$scratch/recipe"
printf '#!/bin/sh\nkill -KILL $$\n' >"$copy/build/labs/lab05-context-switch/tour"
chmod +x "$copy/build/labs/lab05-context-switch/tour"
run bash -c "cd '$copy' && $(tail -n 1 "$scratch/recipe")"
check "a tour that is killed" has_status 137
check "... is on record" grep -qx 'tour: ended with status 137' "$copy/build/results/lab05.failed"
printf '#!/bin/sh\nexit 2\n' >"$copy/build/labs/lab05-context-switch/tour"
run bash -c "cd '$copy' && $(tail -n 1 "$scratch/recipe")"
check "one that was asked for nonsense" has_status 2
check "... is not" test ! -e "$copy/build/results/lab05.failed"

# ---- in a browser ---------------------------------------------------------------------------------
report $data/results
if ! command -v chromium >/dev/null || ! command -v node >/dev/null; then
	check "Chromium and node are there: run 'make deps-test'" false
else
	timeout 120 node tests/whole/report.mjs "$page" "${axe:+$PWD/$axe}" || failed=1
fi
finish
