#!/usr/bin/env bash
# build.sh: compile and link a fix. Runs in the sandbox, in the box, where fix.c lies.
#
#   harness/grade/build.sh module TOP LAB CLANG     for the gate: fix.i, fix.ll and tsan.o; warnings
#   harness/grade/build.sh programs TOP LAB CLANG   native, tsan, asan, explore and perhaps history, kill
#
# Status 1: the fix is to blame, and the compiler has said how.
set -u

what=$1 top=$2 lab=$3 clang=$4
flags=(-std=c11 -D_GNU_SOURCE -g -pthread -iquote "$top/labs/$lab" -iquote "$top/harness")
checked=("${flags[@]}" -O0 -fsanitize=thread)

# Preprocessed once: otherwise macros such as __OPTIMIZE__, __PIE__ and __TIME__ show the gate one
# program and the checks another.
module() {
	"$clang" "${checked[@]}" -Wall -Wextra -fsyntax-only fix.c &&
		"$clang" "${checked[@]}" -w -E fix.c -o fix.i &&
		"$clang" "${checked[@]}" -w -S -emit-llvm -Xclang -disable-llvm-passes fix.i -o fix.ll &&
		"$clang" "${checked[@]}" -w -fsanitize-coverage=func,trace-loads,trace-stores \
			-c fix.i -o tsan.o # yields at loads and stores: harness/tsan/yields.c
}

# The flags of the Makefile's flavours.
program() { # FLAVOUR FILE FLAG...
	local flavour=$1 file=$2 objects=$top/build/obj/$1
	shift 2
	"$clang" "${flags[@]}" -w "$@" "$file" "$objects/labs/$lab/lab.o" \
		"$objects/harness/lab/main_variant.o" "$objects/libharness.a" \
		-ljansson -lseccomp -lm -o "$flavour"
}

explorable() { # PROGRAM MAIN SCENARIO
	EXPLORE_FIX=1 EXPLORE_MAIN=$top/build/obj/native/harness/$2 \
		"$top/harness/explore/build.sh" "$1" \
		"$clang" "$top/build/obj/native" --no-main "${flags[@]}" -w -- fix.i "$3"
}

# Two at a time: that is how many cores there are at least.
programs() {
	local status=0
	{
		program native fix.i -O2 && program tsan tsan.o -O0 -fsanitize=thread &&
			program asan fix.i -O1 -fsanitize=address,undefined \
				-fno-sanitize-recover=undefined -fno-omit-frame-pointer
	} &
	explorable explore lab/main_scenario.o "$top/labs/$lab/lab.c" &&
		if [ -e "$top/labs/$lab/history.c" ]; then
			explorable history grade/main_history.o "$top/labs/$lab/history.c"
		fi &&
		if [ -e "$top/labs/$lab/kill.c" ]; then
			"$clang" "${flags[@]}" -w -O2 fix.i "$top/build/obj/native/labs/$lab/kill.o" \
				"$top/build/obj/native/harness/grade/main_kill.o" \
				"$top/build/obj/native/libharness.a" -ljansson -lseccomp -lm -o kill
		fi || status=1
	wait $! || status=1
	return $status
}

"$what" || exit 1
