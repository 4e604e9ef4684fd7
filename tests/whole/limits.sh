#!/usr/bin/env bash
# limits.sh: what the system refuses is a row that says why: no crash, no figure, no process left.
suite=limits
. tests/check.sh

# Copies, in a folder where everybody may go: of another user, and to be told from other runs.
mkdir -p "$scratch/build/labs"
chmod a+rx "$scratch"
for folder in lab01-tasks lab02-spawn lab12-many-tasks; do
	mkdir "$scratch/build/labs/$folder"
	cp "build/labs/$folder/bench" "$scratch/build/labs/$folder/"
done
bench() { # LAB: its program
	echo "$scratch"/build/labs/"$1"-*/bench
}

# Not pgrep: a bare machine has none.
processes() { grep -sqF "$scratch/build/labs" /proc/[0-9]*/cmdline; }
no_processes() {
	for _ in $(seq 1000); do
		processes || return 0
		read -rt 0.01 <> <(:) # the kernel ends the rest at once, but not in no time
	done
	return 1
}

# A row: its subject, perhaps the value of the parameter, and then a figure or a reason.
row_says() { # SUBJECT VALUE REASON
	has_text "^$1 +$2  .*$3"
}
row_is_measured() { # SUBJECT VALUE
	has_text "^$1 +$2 +[0-9.e+]+ "
}
ends_well() { # of what has just been run
	check "... is no failure" has_status 0
	check "... measures nothing that it has not" has_no_text 'nan|inf |^[a-z _]* -[0-9]'
	check "... leaves no process" no_processes
}

with_limit() { # OPTION MOST COMMAND...
	# shellcheck disable=SC2016 # for the inner shell
	run bash -c 'ulimit "$1" "$2" && shift 2 && exec "$@"' limit "$@"
}

# ---- memory: a thread asks for a stack of 8 MiB, a coroutine for one of 128 KiB -------------------
with_limit -v 400000 "$(bench lab12)" memory threads
check "too little memory for 100 threads" row_says threads 100 'the system refused a thread: .*\([0-9]+ of 100 tasks ran\)'
check "... and 10,000 are refused, too" row_says threads 10000 'the system refused a thread: '
ends_well
with_limit -v 400000 "$(bench lab12)" memory coroutines
check "... is enough for 1,000 coroutines" row_is_measured coroutines 1000
check "... and not for 10,000" row_says coroutines 10000 'the system refused a coroutine: Cannot allocate memory'
ends_well
with_limit -v 400000 "$(bench lab02)" memory thread
check "... lab02 says what failed" has_text '^thread .*pthread_create: '
ends_well

# ---- descriptors ----------------------------------------------------------------------------------
with_limit -n 4 "$(bench lab12)" memory coroutines
check "no descriptor to look at memory with" row_says coroutines 100 'refused a look at /proc: Too many open files'
ends_well
with_limit -n 4 "$(bench lab02)" memory
check "no descriptors for a pipe" has_text '^thread .*pipe2: Too many open files'
ends_well
with_limit -n 7 "$(bench lab02)" fit fork
check "... or none to look at memory with" has_text '^fork .*reading /proc: Too many open files'
ends_well

# A program cannot start without descriptors: they are taken away when it has answered once.
ask_twice() { # LAB: two questions about 10 tasks in an event loop, descriptors gone before the second
	local from to
	coproc { exec "$(bench "$1")" --serve 2>&1; }
	from=${COPROC[0]} to=${COPROC[1]}
	echo "$2" >&"$to"
	read -rt 60 first <&"$from"
	prlimit --pid "$COPROC_PID" --nofile=3:3
	echo "$2" >&"$to"
	read -rt 60 output <&"$from"
	exec {to}>&-
	wait "$COPROC_PID"
	status=$?
}
if command -v prlimit >/dev/null; then
	ask_twice lab12 '0 0 0 10 1 0'
	check "an event loop has what it needs" test "$(cut -d' ' -f12- <<<"$first ")" = ""
	check "... and says so when it, or who waits for it, has not" has_text ' [a-z ]*: Too many open files'
	check "... which is no failure" has_status 0
	check "... and leaves no process" no_processes
else
	skip "no descriptor for an event loop" "no prlimit here"
fi

# ---- processes and threads: of a user who has no others (root is not limited) -----------------------
other=$((50000 + $$ % 10000)) # another one in each run, as several may run at once
be_other=(setpriv --reuid "$other" --regid "$other" --clear-groups)
as_other() { # MOST COMMAND...
	# shellcheck disable=SC2016 # for the inner shell
	run "${be_other[@]}" \
		bash -c 'ulimit -u "$1" && shift && exec "$@"' limit "$@"
}
if [ "$(id -u)" = 0 ] && "${be_other[@]}" true 2>/dev/null; then
	as_other 40 "$(bench lab12)" memory threads
	check "too few threads allowed for 100" row_says threads 100 'the system refused a thread: Resource temporarily unavailable \([1-9][0-9]* of 100 tasks ran\)'
	ends_well
	as_other 40 "$(bench lab12)" memory processes
	check "too few processes for 100" row_says processes 100 'the system refused a process: Resource temporarily unavailable \([1-9][0-9]* of 100 tasks ran\)'
	check "... and for 1,000" row_says processes 1000 'the system refused a process: '
	ends_well
	as_other 40 "$(bench lab12)" memory coroutines
	check "... and 10,000 coroutines do not mind" row_is_measured coroutines 10000
	ends_well
	as_other 3 "$(bench lab01)" two
	check "lab01: a row that is refused says so" has_text '^threads  .*the system refused a thread: '
	check "... and the others are measured" has_text '^serial +[0-9.]+ units'
	ends_well
	as_other 8 "$(bench lab02)" memory
	check "lab02: a row that is refused says so" has_text '^fork .*fork: Resource temporarily unavailable'
	check "... and the others are measured" has_text '^coroutine +[0-9.]+ KiB'
	ends_well
else
	skip "too few processes" "only root can be a user without other processes"
fi
finish
