#!/usr/bin/env bash
# lab11.sh: the mixed load when things go wrong: the server killed in mid-run, too few descriptors, no
# memory for threads, the source not there. Each row says so in bounded time, and the rest goes on.
suite=lab11
. tests/check.sh

lab=labs/lab11-async-processes
bench=build/$lab/bench
ways=6

rows_with() { printf '%s\n' "$output" | grep -cE -- "$1"; } # PATTERN

# ---- the server dies ------------------------------------------------------------------------------
# Once all requests wait for it: the experiment does that itself.
run timeout 60 "$bench" memory
check "every way ends after the server's death" test "$(rows_with 'ms to end')" = "$ways"
check "... and none of its requests is answered" test "$(rows_with 'unanswered [0-9]*[1-9][0-9]*$')" = "$ways"

# From outside, in the middle of one of three rows. (A look that comes too late is repeated.)
kill_a_server() {
	"$bench" mixed serial >"$scratch/killed" 2>&1 &
	local pid=$! server=
	while [ -z "$server" ] && kill -0 "$pid" 2>/dev/null; do
		server=$(pgrep -P "$pid" -x slow-server)
	done
	[ -z "$server" ] || kill -KILL "$server" 2>/dev/null
	wait "$pid"
	status=$?
	output=$(cat "$scratch/killed")
	has_text '[0-9]+ of [0-9]+ requests have no answer: (Connection|Broken)'
}
for _ in $(seq 40); do
	kill_a_server && break
done
check "a server killed from outside: that row says so" has_text '[0-9]+ of [0-9]+ requests have no answer: (Connection|Broken)'
check "... and the others are measured" test "$(rows_with 'requests/s')" = 2
check "... and it is no failure of the program" has_status 0

# ---- what the system refuses ----------------------------------------------------------------------
# (The server takes as many as the hard limit allows.)
few_for_us() { (ulimit -S -n 24 && "$bench" "$@"); } # EXPERIMENT WAY
run few_for_us mixed coroutines
check "too few descriptors: coroutines say so" test "$(rows_with 'no answer: Too many open files')" = 3
run timeout 60 bash -c "ulimit -S -n 24; $bench memory threads"
check "... and so do threads, if all wait" has_text 'no answer: Too many open files'
run few_for_us mixed processes
check "... and processes have their own" test "$(rows_with 'requests/s')" = 3
run few_for_us mixed serial
check "... and serial needs no more" test "$(rows_with 'requests/s')" = 3

few_for_the_server() { (ulimit -n 24 && "$bench" mixed "$1"); }
run few_for_the_server processes
check "too few for the server: those whom it sends away say so" has_text 'no answer: (Connection|Broken)'

little_memory() { (ulimit -v 300000 && "$bench" mixed "$1"); }
run little_memory threads
check "no memory for stacks: threads say so" test "$(rows_with 'refused it: Resource temporarily unavailable')" = 3
run little_memory 'thread pool'
check "... and a pool needs less" test "$(rows_with 'requests/s')" = 3

# ---- lines ----------------------------------------------------------------------------------------
# As sed counts them, who knows only comments that begin a line: there are no others.
lines_of() {
	sed -E '/^\s*\/\*.*\*\/$/d; /^\s*\/\*/,/\*\//d; /^\s*$/d' "$lab/ways/$1.c" | wc -l
}
run "$bench" code
while read -r way file; do
	lines=$(lines_of "$file")
	check "$way: lines are counted" has_text "^${way//_/ } +$lines lines"
	check "... and the handout says as many" grep -q "| $lines | \[$file.c\]" "$lab/README.md"
done <<'LIST'
serial serial
threads threads
thread_pool thread_pool
processes processes
coroutines coroutines
async_x_processes async_processes
LIST
mkdir -p "$scratch/a/b/c"
cp "$bench" "$scratch/a/b/c/"
run "$scratch/a/b/c/bench" code
check "no source: each row says so" test "$(rows_with 'ways/[a-z_]+\.c: No such file')" = "$ways"
check "... which is no failure" has_status 0

check "no process is left" test -z "$(pgrep -f "^$bench")"
finish
