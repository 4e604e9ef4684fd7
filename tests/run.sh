#!/usr/bin/env bash
# run.sh: run the suites named and count their tests.
#
#   tests/run.sh SUITE...                      each a program that prints a line a test: ok, FAIL or skip
#   tests/run.sh SUITE... --beside SUITE...    the latter at the same time as the former, in their order
#
# Ends in "N passed, N failed, N skipped" alone on a line, after what failed once more: a log is long,
# and often only its end is kept. Status 0 only when none failed. A suite that dies, or that runs no
# test at all, counts as one failure: silence is not success. A suite gets
# SUITE_DEADLINE seconds (default 1500).
set -u

folder=$(mktemp -d)
beside=
: >"$folder/counts"

# A suite beside us ends with us: timeout hands the signal on to it.
stop() {
	[ -z "$beside" ] || { kill "$beside"; pkill -P "$beside"; } 2>/dev/null
	rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

# With what was printed since the test before, and the lines, further to the right, that say where.
what_failed() { # LOG
	awk '/^  (ok  |skip) / { before = ""; told = 0; next }
		/^  FAIL / { printf "%s%s\n", before, $0; before = ""; told = 1; next }
		told && /^         / { print; next }
		{ told = 0; before = before $0 "\n" }' "$1" | tail -n 100
}

# Of one suite: what it printed, and a line "passed failed skipped" in $folder/counts.
run() { # SUITE LOG
	local started=$SECONDS status ok bad skip
	echo "$1"
	timeout -k 5 "${SUITE_DEADLINE:-1500}" "$1" >"$2" 2>&1
	status=$?
	ok=$(grep -c '^  ok   ' "$2")
	bad=$(grep -c '^  FAIL ' "$2")
	skip=$(grep -c '^  skip ' "$2")
	cat "$2"
	what_failed "$2" >>"$folder/failed"
	if [ "$bad" = 0 ] && { [ $status != 0 ] || [ "$((ok + skip))" = 0 ]; }; then
		echo "  FAIL $1: ended with status $status after $ok tests" | tee -a "$folder/failed"
		bad=1
	fi
	echo "$ok $bad $skip" >>"$folder/counts"
	echo "       $1: $((SECONDS - started)) s"
}

others=()
while [ $# -gt 0 ] && [ "$1" != --beside ]; do
	others+=("$1")
	shift
done
[ $# = 0 ] || shift

if [ $# -gt 0 ]; then
	for suite; do run "$suite" "$folder/beside.log"; done >"$folder/beside" 2>&1 &
	beside=$!
fi
for suite in "${others[@]}"; do run "$suite" "$folder/log"; done
if [ -n "$beside" ]; then
	wait "$beside"
	beside=
	cat "$folder/beside"
fi

if [ -s "$folder/failed" ]; then
	printf '\nWhat failed:\n'
	cat "$folder/failed"
fi
echo
awk '{ passed += $1; failed += $2; skipped += $3 }
	END {
		printf "%d passed, %d failed", passed, failed
		if (skipped) printf ", %d skipped", skipped
		print ""
		exit failed > 0
	}' "$folder/counts"
