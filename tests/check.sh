# check.sh: what the command-line tests share. Source it after setting `suite`.
# shellcheck shell=bash
#
#   suite=help
#   . tests/check.sh
#   run make help                       # keeps status in $status, output in $output
#   check "help names lab03" has_text 'make lab03'
#
# A check is a command: its success is the test's. Lines are those that tests/run.sh counts.
set -u
suite=${suite:?set it before sourcing check.sh}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/interleave-test.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# Make of a make: do not inherit its flags and its job server.
unset MAKEFLAGS MFLAGS MAKELEVEL

run() {
	output=$("$@" 2>&1 </dev/null)
	status=$?
}

check() { # NAME COMMAND...
	local name=$1
	shift
	if "$@"; then
		echo "  ok   $suite: $name"
	else
		echo "  FAIL $suite: $name"
		printf '         not true: %s\n         status %s, output:\n' "$*" "${status-none}"
		printf '%s\n' "${output-}" | head -20 | sed 's/^/         | /'
		failed=1
	fi
}

skip() { # NAME REASON
	echo "  skip $suite: $1 ($2)"
}

has_status() { [ "$status" = "$1" ]; }
has_text() { printf '%s\n' "$output" | grep -qE -- "$1"; }
has_no_text() { ! has_text "$1"; }

# The one line of a user's mistake; make adds one of its own.
# Beside progress: explore tells of a build that takes its time.
is_one_line() { [ "$(printf "%s\n" "$output" | grep -cvE "^make: \*\*\*|^  \.\.\. ")" = 1 ]; }

finish() { exit "${failed:-0}"; }
