#!/usr/bin/env bash
# run.sh: all that `make bench` measures: a table, build/results/bench.tsv and a picture.
#
#   tests/bench/run.sh PROGRAM...       each prints rows and remarks (tests/bench/contest.h)
#
# SMOKE=1 measures next to nothing, to see that all runs, and writes to build/tests. Status 0 also when a target is missed: the
# row says so, and the figures are what was asked for. Status 2: a program could not measure.
set -u
cd "$(dirname "$0")/../.." || exit 2

results=build/results pictures=plots/out
[ -z "${SMOKE:-}" ] || results=build/tests pictures=build/tests
out=$results/bench.tsv
folder=$(mktemp -d build/bench.XXXXXX) || exit 2
trap 'rm -rf "$folder"' EXIT
head=$'name\tours\tpeer\tratio\tlow\thigh\ttarget\tverdict'

give_up() {
	echo "bench: $1" >&2
	exit 2
}

measure() { # PROGRAM
	"$1" ${SMOKE:+--smoke} >"$folder/one" || [ $? = 1 ] || give_up "$1 could not measure (see above)"
	grep '^# ' "$folder/one" >>"$folder/remarks"
	grep -v '^#' "$folder/one" | grep -vxF "$head" >>"$folder/rows"
}

# The machine comes first in each program's remarks.
write_results() {
	mkdir -p "$results" || give_up "cannot write to $results"
	{
		sed -n '1s/^# /# machine: /p' "$folder/remarks"
		printf '# measured: %s\n%s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$head"
		cat "$folder/rows"
		grep -vxF "$(head -1 "$folder/remarks")" "$folder/remarks"
	} >"$folder/all" || give_up "cannot write to $folder"
	mv "$folder/all" "$out" || give_up "cannot write $out"
}

# Ratios with their intervals; what a row's figures are in is in its name or the remark.
print_table() {
	awk -F '\t' -v head="$head" '
		$0 == head { printf "%-44s %10s %10s  %-24s %8s  %s\n", "", "ours", "peer",
			"ratio [95 % interval]", "target", "verdict"; next }
		/^#/ { next }
		$4 == "-" { printf "%-44s %10s %10s  %-24s %8s  %s\n", $1, "-", "-", "-", $7, $8; next }
		{ printf "%-44s %10s %10s  %-24s %8s  %s\n", $1, $2, $3,
			sprintf("%.4g [%.4g, %.4g]", $4, $5, $6), $7, $8 }' "$out"
	echo
	grep '^# ' "$out" | sed 's/^# /  /'
}

draw() {
	local format
	mkdir -p "$pictures"
	for format in svg png; do
		gnuplot -e "lab='all'; results='$results'; out='$folder'; format='$format'" \
			plots/bench.gp 2>"$folder/messages" || give_up "no picture: $(cat "$folder/messages")"
		mv "$folder/all-bench.$format" "$pictures/bench.$format" || give_up "cannot write to $pictures"
	done
	echo "$pictures/bench.svg (and .png), $out"
}

for program; do measure "$program"; done
write_results
print_table
draw
