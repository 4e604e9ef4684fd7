#!/usr/bin/env bash
# run.sh: run the suites named and count their tests.
#
#   tests/run.sh SUITE...        each a program that prints a line a test: ok, FAIL or skip
#
# Ends in "N passed, N failed, N skipped" alone on a line. Status 0 only when none failed. A suite
# that dies, or that runs no test at all, counts as one failure: silence is not success.
# A suite gets SUITE_DEADLINE seconds (default 1500).
set -u

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0

run() {
	local started=$SECONDS status
	timeout -k 5 "${SUITE_DEADLINE:-1500}" "$1" >"$log" 2>&1
	status=$?
	cat "$log"
	ok=$(grep -c '^  ok   ' "$log")
	bad=$(grep -c '^  FAIL ' "$log")
	skip=$(grep -c '^  skip ' "$log")
	if [ "$bad" = 0 ] && { [ $status != 0 ] || [ "$((ok + skip))" = 0 ]; }; then
		echo "  FAIL $1: ended with status $status after $ok tests"
		bad=1
	fi
	passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
	echo "       $1: $((SECONDS - started)) s"
}

for suite; do
	echo "$suite"
	run "$suite"
done
echo
if [ "$skipped" = 0 ]; then
	echo "$passed passed, $failed failed"
else
	echo "$passed passed, $failed failed, $skipped skipped"
fi
[ "$failed" = 0 ]
