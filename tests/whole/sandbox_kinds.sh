#!/usr/bin/env bash
# sandbox_kinds.sh: the sandbox's own tests once more: as an ordinary user, and with Landlock, where
# limits on the number of processes hold for ordinary users only.
suite="sandbox-kinds"
. tests/check.sh

# Nobody must be able to reach the program.
cp build/tests/native/rooms/sandbox "$scratch/sandbox"
chmod 755 "$scratch" "$scratch/sandbox"

as_user() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
	else
		"$@"
	fi
}

# kind NAME: all tests pass with this kind, or it is not there.
kind() {
	run as_user env SANDBOX="$1" "$scratch/sandbox" 'it tells*'
	if [ "$status" = 2 ]; then
		skip "$1" "$(printf '%s\n' "$output" | head -1)"
		return
	fi
	run as_user env SANDBOX="$1" "$scratch/sandbox"
	check "all holds for an ordinary user with $1" has_status 0
	check "... and was tried" has_text '  ok .*nothing survives it'
}
kind bubblewrap
kind landlock
finish
