#!/usr/bin/env bash
# bench.sh: make bench runs, and its rows say what they should. How fast anything is, it does not ask.
suite=bench
. tests/check.sh

run env SMOKE=1 make bench
check "make bench ends well" has_status 0
check "it prints a row for each comparison" has_text '^coroutine switch \(boost\) .*(reached|missed|not decided)'
check "it says what it drew" has_text 'build/tests/bench.svg'
results=build/tests/bench.tsv
check "a smoke test leaves real results alone" test ! build/results/bench.tsv -nt $results

head=$'name\tours\tpeer\tratio\tlow\thigh\ttarget\tverdict'
check "the columns are those that others count on" grep -qxF "$head" $results
check "every row has eight of them" bash -c "! grep -v '^#' $results | awk -F '\t' 'NF != 8' | grep ."
check "... and a verdict" bash -c "! grep -v '^#' $results | tail -n +2 | cut -f 8 |
	grep -vE '^(reached|missed|not decided|for comparison|missing: .+)$' | grep ."
check "the interval holds the ratio" bash -c "! grep -v '^#' $results | tail -n +2 |
	awk -F '\t' '\$4 != \"-\" && !(\$5 <= \$4 && \$4 <= \$6)' | grep ."
check "the machine is named" grep -q '^# machine: .' $results
check "both pictures are there" test -s build/tests/bench.svg -a -s build/tests/bench.png

# What is not there costs its row, and no other.
bench=build/bin/bench-explore
mkdir "$scratch/bin"
for tool in env bash sh make setarch mkdir test; do
	ln -s "$(command -v $tool)" "$scratch/bin/"
done
run env PATH="$scratch/bin" $bench --smoke helgrind
check "a peer that is not installed is named" has_text 'missing: no valgrind: run .make deps-test'
check "... and is no failure" has_status 0
run $bench --smoke nonsense
check "a row that does not exist ends in status 2" has_status 2
check "... and says so" has_text "no row's name has"
finish
