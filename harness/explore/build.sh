#!/usr/bin/env bash
# build.sh: make a program explorable.
#
#   harness/explore/build.sh OUT CC LIBDIR [--no-main] [compiler flags] -- file.c...
#
# Compiles the files unchanged with the compiler's race instrumentation and links them with our
# world: calls of a modelled function f become world_f, hooks __tsan_h become hook_h, and whatever
# is neither modelled nor known to be harmless becomes a refusal that names it. LIBDIR holds the
# objects of the harness (build/obj/native); EXPLORE_MAIN names another main object, for scenarios
# (with --no-main the files need none). With EXPLORE_FIX set, the first file is a student's: its
# code is told apart, so that it can be kept off what belongs to us (subject_guard). Status 2, with
# the compiler's message, when it cannot.
set -eu -o pipefail

out=$1 cc=$2 lib=$3
shift 3
needs_main=1
flags=()
while [ "$1" != -- ]; do
	if [ "$1" = --no-main ]; then
		needs_main=
	else
		flags+=("$1")
	fi
	shift
done
shift

here=$(dirname "$0")
work=$out.parts
instrument=(-O0 -g -pthread -fno-common -fno-pie -femulated-tls -fsanitize=thread
	-mllvm -tsan-instrument-read-before-write=1 -ftrivial-auto-var-init=pattern)

fail() {
	echo "explore: $*" >&2
	exit 2
}

mkdir -p "$work"
objects=()
for file in "$@"; do
	object=$work/${#objects[@]}.o
	"$cc" "${instrument[@]}" "${flags[@]}" -U_FORTIFY_SOURCE -MMD -MF "${object%.o}.d" -c "$file" -o "$object" ||
		fail "$file does not compile: see the compiler's message above"
	objects+=("$object")
done

main=${EXPLORE_MAIN:-$lib/harness/explore/main_subject.o}

[ -z "${EXPLORE_FIX-}" ] || objcopy --rename-section .text=explore_fix "${objects[0]}" ||
	fail "objcopy failed"

# One object, whose names nobody else sees: a program may have functions of its own that are called
# as ours, or as the C library's that we need ourselves.
ld -r -o "$work/merged.o" "${objects[@]}" || fail "the files do not fit together: see above"
nm "$work/merged.o" | awk 'NF == 3 {print $3}' >"$work/defined"
nm "$work/merged.o" | awk 'NF == 2 {print $2}' >"$work/needed"
{ echo subject_main; nm --undefined-only "$main" | awk '{print $2}'; } >"$work/visible"
if [ "$needs_main" ] && ! grep -qx main "$work/defined"; then
	fail "$* has no main function"
fi
if [ ! "$lib/explore-names" -nt "$lib/libharness.a" ]; then
	nm --defined-only "$lib/libharness.a" 2>/dev/null |
		awk 'NF == 3 && $2 ~ /[TDBR]/ {print $3}' | sort -u >"$lib/explore-names.$$"
	mv "$lib/explore-names.$$" "$lib/explore-names"
fi
grep -v '^#' "$here/harmless.txt" | tr -s ' ' '\n' >"$work/harmless"

# Writes the renamings, and a stub for each refusal.
OURS=$lib/explore-names HARMLESS=$work/harmless STUBS=$work/refused.c awk '
	BEGIN {
		while ((getline name < ENVIRON["OURS"]) > 0) ours[name] = 1
		while ((getline name < ENVIRON["HARMLESS"]) > 0) harmless[name] = 1
		stubs = ENVIRON["STUBS"]
		print "#include \"explore/world/world.h\"" > stubs
		print "main subject_main"
	}
	/^__tsan_/ && ("hook_" substr($1, 8)) in ours { print $1, "hook_" substr($1, 8); next }
	("world_" $1) in ours { print $1, "world_" $1; next }
	$1 in ours || $1 in harmless { next }
	{
		print $1, "refused_" $1
		printf "void refused_%s(void);\nvoid refused_%s(void)\n{\n", $1, $1 > stubs
		printf "\tworld_refuse(\"%s\", (uintptr_t)__builtin_return_address(0));\n}\n", $1 > stubs
	}' "$work/needed" >"$work/names"
"$cc" -std=gnu11 -D_GNU_SOURCE -O1 -w -fno-pie -iquote "$here/.." -c "$work/refused.c" -o "$work/refused.o" ||
	fail "the refusals do not compile"
objcopy --redefine-syms="$work/names" --keep-global-symbols="$work/visible" "$work/merged.o" \
	"$work/subject.o" || fail "objcopy failed"

"$cc" -no-pie -pthread "$lib/harness/explore/markers/first.o" "$work/subject.o" \
	"$lib/harness/explore/markers/last.o" "$work/refused.o" \
	"$main" "$lib/libharness.a" \
	-ljansson -lm -o "$work/program" || fail "it does not link: see the message above"

# What it was made of, for whoever wants to know whether it is up to date.
cat "$work"/*.d | tr -s ' \\\n' '\n' | awk -v here="$PWD" \
	'/:$/ || !NF {next} {print substr($0, 1, 1) == "/" ? $0 : here "/" $0}' |
	sort -u >"$out.sources"
mv "$work/program" "$out"
