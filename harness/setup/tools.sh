#!/usr/bin/env bash
# tools.sh: which tools this machine has.
#
#   harness/setup/tools.sh clang          print the newest clang there is (or plain "clang")
#   harness/setup/tools.sh check CC       are compiler and libraries there? else say what to do
#   harness/setup/tools.sh check-plots    is gnuplot there?
#   harness/setup/tools.sh check-tests CC is CUnit there?
#   harness/setup/tools.sh check-bench CC are the peers there?
#   harness/setup/tools.sh check-lint TOOL...
set -u

missing() {
	echo "make: $1 is missing: run 'make ${2:-deps}' (it installs what the labs need)" >&2
	exit 2
}

has_headers() { # COMPILER HEADER...
	local compiler=$1
	shift
	printf '#include <%s>\n' "$@" | "$compiler" -E -x c - -o /dev/null 2>/dev/null
}

case ${1:-} in
clang)
	for version in $(seq 30 -1 14); do
		if command -v "clang-$version" >/dev/null; then
			echo "clang-$version"
			exit
		fi
	done
	echo clang
	;;
check)
	command -v "${2%% *}" >/dev/null || missing "the compiler ($2)"
	if ! mkdir -p build 2>/dev/null || [ ! -w build ]; then
		echo "make: cannot write to $PWD/build: make the folder writable, or clone" \
			"to a place of your own" >&2
		exit 2
	fi
	has_headers "$2" pthread.h || missing "the C library's headers (libc6-dev)"
	has_headers "$2" jansson.h || missing "jansson, the JSON library,"
	has_headers "$2" cmark-gfm.h cmark-gfm-core-extensions.h || missing "cmark-gfm, the Markdown library,"
	has_headers "$2" uv.h || missing "libuv, the event loop that a lab compares ours with,"
	;;
check-plots) command -v gnuplot >/dev/null || missing gnuplot ;;
check-tests) has_headers "$2" stdio.h CUnit/CUnit.h || missing CUnit ;;
check-bench)
	has_headers "$2" stdio.h ck_ring.h pcl.h || missing "a peer to compare with" deps-test
	[ -e /usr/include/boost/context/fiber.hpp ] || missing "boost.context" deps-test
	;;
check-lint)
	shift
	for tool in "$@"; do
		command -v "$tool" >/dev/null || missing "$tool" deps-test
	done
	;;
*)
	sed -n '2,10s/^# \{0,1\}//p' "$0"
	exit 2
	;;
esac
