#!/usr/bin/env bash
# draw.sh: draw all pictures of one lab.
#
#   plots/draw.sh lab03-shared-list
#
# reads build/results/lab03/NAME.tsv, as labs/lab03-shared-list/plot.gp asks for, and those of the
# experiments and timelines of a lab that measures (plot.gp need not name them: plots/experiment.gp,
# plots/timeline.gp), and writes
# plots/out/lab03-NAME.svg and .png: drawn aside and then renamed, so that a killed run leaves no
# half picture. Prints one line a picture. Status 2, after one line, when it cannot.
set -u
cd "$(dirname "$0")/.." || exit 2

give_up() {
	echo "draw.sh: $1" >&2
	exit 2
}

folder=${1:-}
lab=${folder%%-*}
script=labs/$folder/plot.gp
results=build/results/$lab
if [ -z "$folder" ] || { [ ! -r "$script" ] && [ ! -r "labs/$folder/bench.c" ]; }; then
	give_up "no pictures for a lab '$folder': give the name of a folder in labs/ with a plot.gp or a bench.c"
fi
command -v gnuplot >/dev/null || give_up "gnuplot is missing: run 'make deps'"

# A picture is a line of plot.gp that begins: call 'plots/style.gp' 'NAME'
own=$(sed -n "s|^call 'plots/style.gp' '\([^']*\)'.*|\1|p" "$script" 2>/dev/null)
# Result files of experiments say in which unit they are; those of timelines have a name that says so.
# The oldest first: in the order of the tour.
common=$(cd "$results" 2>/dev/null && find . -name '*.tsv' -printf '%T@ %f\n' | sort -n | while read -r _ file; do
	{ [[ $file == timeline-* ]] || grep -q '^# unit: ' "$file"; } && ! grep -qxF "${file%.tsv}" <<<"$own" && echo "${file%.tsv}"
done)
pictures="$own $common"
[ -n "${pictures// /}" ] || give_up "no results of $lab: run 'make $lab' first"
for name in $pictures; do
	[ -r "$results/$name.tsv" ] || give_up "no $results/$name.tsv: run 'make $lab' first"
done

mkdir -p plots/out 2>/dev/null
aside=$(mktemp -d plots/out/.draw.XXXXXX 2>/dev/null) ||
	give_up "cannot write to $PWD/plots/out: make room or permission there, then draw again"
trap 'rm -rf "$aside"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

has_rows() { [ "$(grep -vc '^#' "$results/$1.tsv")" -gt 1 ]; }

# One picture's part of plot.gp: from its call up to the next one's.
part_of() {
	if ! grep -qxF "$1" <<<"$own"; then
		case $1 in
		timeline-*) echo "call 'plots/timeline.gp' '$1'" ;;
		*) echo "call 'plots/experiment.gp' '$1'" ;;
		esac
		return
	fi
	awk -v name="'$1'" '/^call / { on = $3 == name } on' "$script" 2>/dev/null
}

# gnuplot does not notice a full disk, so look at how the file ends.
is_whole() {
	case $1 in
	*.svg) tail -c 16 "$1" 2>/dev/null | grep -q '</svg>' ;;
	*.png) tail -c 12 "$1" 2>/dev/null | grep -qa IEND ;;
	esac
}

draw() { # NAME FORMAT
	local file=$aside/$lab-$1.$2 part=$aside/part-$1.$2
	part_of "$1" >"$part"
	gnuplot -e "lab='$lab'; results='$results'; out='$aside'; format='$2'" \
		"$part" >"$part.messages" 2>&1 ||
		give_up "cannot draw $lab-$1.$2: $(grep -m 1 -E '[a-z]{3}' "$part.messages")"
	is_whole "$file" || give_up "$lab-$1.$2 came out unfinished: is the disk full? make room, then draw again"
}

# One picture in both formats; printed only when both are in place.
draw_both() { # NAME
	draw "$1" svg
	draw "$1" png
	mv -f "$aside/$lab-$1".{svg,png} plots/out/ ||
		give_up "cannot write to $PWD/plots/out: make room or permission there, then draw again"
}

# All at once, since gnuplot uses one core each; told in the order of plot.gp.
drawers=()
for name in $pictures; do
	if has_rows "$name"; then
		draw_both "$name" &
		drawers+=($!)
	else
		rm -f "plots/out/$lab-$name".{svg,png}
		drawers+=(nothing)
	fi
done
for name in $pictures; do
	drawer=${drawers[0]}
	drawers=("${drawers[@]:1}")
	if [ "$drawer" = nothing ]; then
		echo "plots/out/$lab-$name: nothing to draw (this run measured none of it)"
	elif wait "$drawer"; then
		echo "plots/out/$lab-$name.svg (and .png)"
	else
		failed=1
	fi
done
[ -z "${failed:-}" ] || exit 2
