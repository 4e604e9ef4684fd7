#!/usr/bin/env bash
# interrupts.sh: a run that is killed, or has no room to write, leaves nothing half done.
suite=interrupts
. tests/check.sh

# A copy of the lab's programs has result files of its own.
mkdir -p "$scratch/build/labs"
cp -r build/labs/lab03-shared-list "$scratch/build/labs/"
chmod -R a+rwX "$scratch"
tour=$scratch/build/labs/lab03-shared-list/tour
results=$scratch/build/results

# Not pgrep: a bare machine has none.
processes() { grep -sqF "$scratch/build/labs" /proc/[0-9]*/cmdline; }
no_processes() {
	for _ in $(seq 1000); do
		processes || return 0
		read -rt 0.01 <> <(:) # the kernel kills the rest at once, but not in no time
	done
	return 1
}
no_half_files() { [ -z "$(find "$results" -name '*.part*' 2>/dev/null)" ]; }
no_shared_memory() { [ "$(find /dev/shm -type f 2>/dev/null | sort)" = "$shared_before" ]; }

# Kill the tour as soon as it reports progress on the topic given.
interrupt() { # SIGNAL TOPIC
	local pid line
	shared_before=$(find /dev/shm -type f 2>/dev/null | sort)
	mkfifo "$scratch/progress.$1"
	"$tour" --quick >/dev/null 2>"$scratch/progress.$1" &
	pid=$!
	while read -r line; do
		case $line in *"$2"*)
			kill -s "$1" "$pid"
			break
			;;
		esac
	done <"$scratch/progress.$1"
	wait "$pid" 2>/dev/null
	status=$?
	check "SIG$1 while $2 ends the run" test "$status" -gt 128
	check "... leaves no process" no_processes
	check "... leaves no half-written file" no_half_files
	check "... leaves no shared memory" no_shared_memory
}
interrupt TERM watching
interrupt INT timing
interrupt KILL sweeping

run "$tour" --quick
check "a run after that is complete" has_status 0
check "... and has its results" test -s "$results/lab03.json"
names_machine() { # FACT: in every result file?
	local file
	for file in "$results"/lab03/*.tsv; do
		grep -q "^# $1: ." "$file" || return 1
	done
}
for fact in machine cpu cores kernel mitigations clocksource compiler flags load seed; do
	check "every result file says: $fact" names_machine "$fact"
done
check "the summary names machine, outcomes and claims" \
	test "$(grep -cE '^  "(machine|outcomes|detection|cost|claims)":' "$results/lab03.json")" = 5

# A file-size limit of nothing fails as a full disk does.
before=$(cat "$results/lab03.json" "$results"/lab03/*.tsv | cksum)
run bash -c 'trap "" XFSZ; ulimit -f 0; exec "$0" --quick' "$tour"
check "no room to write ends in status 2" has_status 2
check "... says that older results are intact" has_text 'older results are intact'
check "... which is true" test "$(cat "$results/lab03.json" "$results"/lab03/*.tsv | cksum)" = "$before"
check "... leaves no half-written file" no_half_files

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	rm -rf "$results"
	chmod a+rwx "$scratch" "$scratch/build"
	run setpriv --reuid 65534 --regid 65534 --clear-groups "$tour" --quick
	check "an ordinary user can run a lab" has_status 0
	rm -rf "$results"
	mkdir "$results"
	run setpriv --reuid 65534 --regid 65534 --clear-groups "$tour" --quick --model serial
	check "without permission to write, status 2" has_status 2
	check "... and what to do" has_text 'make room or permission'
else
	skip "an ordinary user can run a lab" "only root can become one"
fi
finish
