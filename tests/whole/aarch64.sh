#!/usr/bin/env bash
# aarch64.sh: the coro room's suite on 64-bit Arm, emulated where this machine is none.
#
# The whole of tests/rooms/coro.c is cross-compiled, with the stand-in for CUnit that lies in
# tests/cross, and run by qemu-user. Prints a line a test, as tests/run.sh counts them.
set -u
cd "$(dirname "$0")/../.." || exit 2

compiler=aarch64-linux-gnu-gcc
out=build/tests/aarch64
program=$out/coro

if [ "$(uname -m)" = aarch64 ]; then
	echo "  skip aarch64: emulated switch (this is aarch64: the ordinary suite has run it)"
	exit 0
fi
emulator=$(command -v qemu-aarch64 || command -v qemu-aarch64-static)
if [ -z "$emulator" ] || ! command -v $compiler >/dev/null; then
	echo "  skip aarch64: emulated switch (qemu-aarch64 or $compiler is not installed:" \
		"make deps-test)"
	exit 0
fi

mkdir -p $out || exit 2
room=()
for source in harness/coro/*.c; do
	[[ $source == */switch_* ]] || room+=("$source")
done
if ! $compiler -static -std=c11 -D_GNU_SOURCE -O2 -g -pthread -Wall -Wextra \
	-iquote harness -iquote tests -I tests/cross \
	tests/rooms/coro.c tests/suite.c tests/cross/cunit.c \
	harness/base/die.c harness/base/term.c harness/base/child.c "${room[@]}" \
	harness/coro/switch_aarch64.S -lm -o $program; then
	echo "  FAIL aarch64: does not compile"
	exit 1
fi
# A test that is meant to crash would otherwise leave the emulator's core file.
ulimit -c 0
timeout -k 5 240 "$emulator" $program 2>&1 | sed 's/^\(  [a-zA-Z]* *\)coro: /\1aarch64: /'
exit "${PIPESTATUS[0]}"
