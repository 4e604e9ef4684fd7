#!/usr/bin/env bash
# pictures.sh: draw what the page needs and is not there, or is older than its results.
#
#   harness/report/pictures.sh LAB-FOLDER...
#
# Always ends with status 0: a picture that cannot be drawn is no reason for no page, which says so.
set -u
cd "$(dirname "$0")/../.." || exit 0

# Has each table that is drawn a picture that is newer? Which are drawn, draw.sh knows: what it drew
# last is taken for it.
is_drawn() { # LAB
	local newest
	newest=$(find "plots/out" -name "$1-*.svg" -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d ' ' -f 2-)
	[ -n "$newest" ] && [ -z "$(find "build/results/$1" -name '*.tsv' -newer "$newest" -print -quit)" ]
}

for folder; do
	lab=${folder%%-*}
	[ -n "$(find "build/results/$lab" -name '*.tsv' -print -quit 2>/dev/null)" ] || continue
	is_drawn "$lab" || plots/draw.sh "$folder" || true
done
exit 0
