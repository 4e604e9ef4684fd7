#!/usr/bin/env bash
# lab07.sh: waits of which nothing comes: the slow server is killed in the middle, descriptors are too few,
# the page cache cannot be bypassed. Each costs its row, says why, and leaves nothing.
suite=lab07
. tests/check.sh

bench=$PWD/build/labs/lab07-io-waits/bench

no_process_is_left() { # OF, within some seconds
	for _ in $(seq 50); do
		pgrep -f "$1" >/dev/null || return 0
		sleep 0.1
	done
	return 1
}

# ---- the server is killed in the middle -----------------------------------------------------------
# The servers among a process's children, without starting a program: they live for milliseconds.
servers_of() { # PID
	local child children='' name
	read -r children 2>/dev/null <"/proc/$1/task/$1/children"
	for child in $children; do
		read -r name 2>/dev/null <"/proc/$child/comm" && [ "$name" = slow-server ] && echo "$child"
	done
}

# A server of this process is stopped when it is seen, so that tasks come to wait for it; then killed.
kill_server_of() { # PID
	local server
	for server in $(servers_of "$1"); do
		if [ "$server" -le 1 ] || ! kill -STOP "$server" 2>/dev/null; then
			continue
		fi
		sleep 0.05
		kill -KILL "$server" 2>/dev/null && return
	done
	return 1
}

kill_all_servers_of() { # PID, until it ends
	while kill -0 "$1" 2>/dev/null; do
		kill_server_of "$1"
	done
}

# A server lives for milliseconds, and may be gone before it is seen: then once more.
measure_and_kill() { # WAY
	for _ in $(seq 40); do
		"$bench" many "$1" >"$scratch/killed" 2>&1 &
		kill_all_servers_of $!
		wait $!
		status=$?
		output=$(cat "$scratch/killed")
		has_text '  the slow server has ended: ' && return
	done
}

for way in serial 'threads on one core' coroutines threads processes 'async x processes'; do
	measure_and_kill "$way"
	check "$way: a server that is killed costs the row" has_text ' [0-9]+  the slow server has ended: .*: [A-Z]'
	check "... and all rows are there" test "$(wc -l <<<"$output")" = 3
	check "... and that is no failure" has_status 0
done
check "no process is left" no_process_is_left "$bench"

# ---- a whole tour, in a place of its own -------------------------------------------------------------
mkdir -p "$scratch/build/labs"
cp -r build/labs/lab07-io-waits "$scratch/build/labs/"
"$scratch/build/labs/lab07-io-waits/tour" --quick >"$scratch/told" 2>&1 &
tour_pid=$!
killed=
while [ -z "$killed" ] && kill -0 $tour_pid 2>/dev/null; do
	for child in $(pgrep -P $tour_pid -x bench); do
		kill_server_of "$child" && killed=1 && break
	done
done
wait $tour_pid
status=$?
output=$(cat "$scratch/told")
check "a tour whose server is killed goes on to its end" has_status 0
check "... and says what is missing" has_text 'not measured: the slow server has ended: '
check "... and decides what it can" has_text '^  (HOLDS|NOT DECIDED|DOES NOT HOLD HERE)  '
check "... and has measured the rest" has_text '^  threads  .* cores used'
check "... and has its results" test -s "$scratch/build/results/lab07/many.tsv"
check "no process is left of it" no_process_is_left "$scratch/build/labs"

# ---- descriptors --------------------------------------------------------------------------------------
run bash -c "ulimit -S -n 12; '$bench' many threads"
check "few descriptors: many tasks have no connection" has_text ' 32  the system refused a connection: Too many open files'
check "... and one task has" has_text ' 1 .* ms \(of 1\)'
check "... which is no failure" has_status 0
run bash -c "ulimit -S -n 12; '$bench' many serial"
check "... and one after another needs only one at a time" has_text ' 32 .* ms \(of 1\)'
run bash -c "ulimit -n 12; '$bench' many threads"
check "few for the server, too: that is said" has_text ' 32  the (system refused a connection: Too many|slow server takes no more connections: )'
run bash -c "ulimit -n 5; '$bench' many serial"
check "too few for a server: that is said" has_text ' 32  the slow server: Too many open files'
check "... in every row" test "$(grep -c 'the slow server: ' <<<"$output")" = 3

# ---- the page cache -------------------------------------------------------------------------------------
if [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ]; then
	run env TMPDIR=/dev/shm "$bench" files
	check "a file in memory is no file on a disk" test "$(grep -c 'the page cache is not bypassed: [0-9]* pages' <<<"$output")" = 6
	check "... which is no failure" has_status 0
	check "... and leaves no file" test -z "$(find /dev/shm -maxdepth 1 -name 'lab07-*')"
else
	skip "a file in memory is no file on a disk" "there is no /dev/shm in memory"
fi

# A file system that knows no O_DIRECT, played by one that does.
cat >"$scratch/refuse.c" <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
int fcntl(int fd, int command, ...)
{
	va_list arguments;
	va_start(arguments, command);
	long argument = va_arg(arguments, long);
	va_end(arguments);
	if (command == F_SETFL && argument & O_DIRECT)
		return errno = EINVAL, -1;
	return ((int (*)(int, int, ...))dlsym(RTLD_NEXT, "fcntl"))(fd, command, argument);
}
C
"$(harness/setup/tools.sh clang)" -shared -fPIC -o "$scratch/refuse.so" "$scratch/refuse.c" -ldl
mkdir "$scratch/files"
run env TMPDIR="$scratch/files" "$bench" files serial
plain=$output
run env TMPDIR="$scratch/files" LD_PRELOAD="$scratch/refuse.so" "$bench" files serial
if grep -q 'direct 1' <<<"$plain"; then
	check "where O_DIRECT is refused the cache is dropped instead, which the row says" has_text 'ms \(of 1\) .* direct 0'
else
	skip "where O_DIRECT is refused the cache is dropped instead" "the temporary folder is in memory"
fi
check "no file is left" test -z "$(ls -A "$scratch/files")"

run env TMPDIR="$scratch/nowhere" "$bench" files serial
check "a folder that is not there: that is said" has_text 'a file to read .*: No such file or directory'
check "... and beside the program no file is left" test -z "$(find build/labs/lab07-io-waits -type f -name 'lab07-*')"
finish
