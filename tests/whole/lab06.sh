#!/usr/bin/env bash
# lab06.sh: a process that is killed in the middle of an exchange: for each way to send messages the
# other one is told in bounded time, and nothing is left over. And what cannot be had says why.
suite=lab06
. tests/check.sh

bench=build/labs/lab06-ipc/bench

# What could be left over: names, of which each way gives up its own at once; and processes.
names() { find /dev/shm /dev/mqueue /tmp -maxdepth 1 -name 'lab06*' 2>/dev/null | sort; }
before=$(names)

"$bench" death >"$scratch/death" 2>&1
status=$?
check "deaths are measured" test "$status" = 0
check "all eleven ways were killed" test "$(wc -l <"$scratch/death")" -ge 11

# A figure (any: it came to an end), or a reason of this machine's; "the other process" is no reason.
while read -r line; do
	way=${line%%  *}
	check "$way: its death is noticed, or it cannot be had" grep -qE 'ns per death|: [A-Z]|limit|msgsize|has no' <<<"$line"
done <"$scratch/death"
check "nothing with a name is left" test "$(names)" = "$before"
check "no process is left" test -z "$(pgrep -f "$bench death")"

# A queue that is asked for more than the system lets it have.
"$bench" latency "POSIX queue" >"$scratch/queue" 2>&1
check "a queue that is too small says so" grep -q 'a message has at most\|no message queues\|mq_open' "$scratch/queue"

# On one core, what takes two says so, and the rest goes on.
taskset -c "$(taskset -pc $$ | sed 's/.*: //; s/[,-].*//')" "$bench" latency pipe >"$scratch/one" 2>&1
check "one core is enough for the same core" grep -q 'same core.*ns per' "$scratch/one"
finish
