#!/usr/bin/env bash
# handouts.sh: what the handouts and pages point at exists.
suite=handouts
. tests/check.sh

# Anchors: [DOC: the race window](broken.c) needs a comment "DOC: the race window" in that file.
anchors_exist() { # PAGE
	local anchor file missing=0
	output=
	while IFS=$'\t' read -r anchor file; do
		if ! grep -qF "$anchor" "$(dirname "$1")/$file" 2>/dev/null; then
			output+="$1: no '$anchor' in $file"$'\n'
			missing=1
		fi
	done < <(grep -oE '\[DOC: [^]]+\]\([^)#]+\)' "$1" |
		sed -E 's/^\[(DOC: [^]]+)\]\(([^)]+)\)$/\1\t\2/')
	return "$missing"
}

links_exist() { # PAGE
	local link missing=0
	output=
	while read -r link; do
		if [ ! -e "$(dirname "$1")/$link" ]; then
			output+="$1: no $link"$'\n'
			missing=1
		fi
	done < <(grep -oE '\]\([^)#]+\)' "$1" | sed -E 's/^\]\((.*)\)$/\1/' | grep -vE '^(https?|mailto):')
	return "$missing"
}

# The head of a column says what is in it, also to who has the page read out.
columns_have_heads() { # PAGE
	output=$(grep -B1 -E '^\|[-| :]*-[-| :]*\|$' "$1" | grep -E '(^\||\|) *\|' | grep -v -- '---')
	[ -z "$output" ]
}

while read -r page; do
	check "$page has no column without a head" columns_have_heads "$page"
	check "$page cites anchors that exist" anchors_exist "$page"
	check "$page links to files that exist" links_exist "$page"
done < <(find . -name '*.md' -not -path './build/*' -not -path './.git/*' | sort)

# The checks themselves must be able to fail.
: >"$scratch/empty.c"
printf '[DOC: nowhere](empty.c) [gone](gone.c)\n' >"$scratch/page.md"
fails() { ! "$@"; }
check "a missing anchor is noticed" fails anchors_exist "$scratch/page.md"
check "a missing link is noticed" fails links_exist "$scratch/page.md"
printf '| a | |\n|---|---|\n| b | c |\n' >"$scratch/table.md"
check "a column without a head is noticed" fails columns_have_heads "$scratch/table.md"

# A lab without an exercise has no task and no hints.
for lab in labs/lab*/; do
	sections="## Predict## Run it## What you see## Why## Reading"
	if [ -e "${lab}broken.c" ]; then
		sections="## Predict## Run it## What you see## Why## Your task## Hints## Reading"
		check "${lab} has at least 8 wrong fixes" test "$(find "$lab/wrong" -name '*.c' | wc -l)" -ge 8
	fi
	check "${lab}README.md has its sections" test "$(grep -E '^## (Predict|Run it|What you see|Why|Your task|Hints|Reading)$' "$lab/README.md" |
		tr -d '\n')" = "$sections"
done
finish
