#!/usr/bin/env bash
# labs.sh: which labs there are.
#
#   harness/setup/labs.sh list            "  make lab03        A shared list loses nodes", a line each
#   harness/setup/labs.sh missing lab42   say that it is not there and which are; status 2
#   harness/setup/labs.sh start lab03     copy its broken.c to fix.c
set -u

# A lab is a folder with a lab.c, which holds its title.
list() {
	local source folder name title
	for source in labs/lab*/lab.c; do
		folder=$(dirname "$source")
		name=$(basename "$folder")
		title=$(sed -n 's/^[[:space:]]*\.title = "\(.*\)",$/\1/p' "$source" | head -1)
		printf '  make %-12s %s\n' "${name%%-*}" "${title:-$name}"
	done
}

case ${1:-} in
list) list ;;
missing)
	known=$(list | awk '{ printf "%s%s", sep, $2; sep = ", " }')
	echo "make: there is no $2; there is: $known" >&2
	exit 2
	;;
folder) # of a lab, without labs/
	basename "$(dirname "$(echo labs/"${2:?}"-*/lab.c)")"
	;;
exercise) # is there one?
	[ -n "${2:-}" ] || { echo "make: say which lab: LAB=lab03" >&2; exit 2; }
	case $2 in *[!A-Za-z0-9]*) exec "$0" missing "$2" ;; esac # no patterns, no paths
	compgen -G "labs/$2-*/grade.c" >/dev/null || {
		if compgen -G "labs/$2-*/lab.c" >/dev/null; then
			echo "make: $2 has no exercise, it measures: make $2" >&2
		else
			"$0" missing "$2"
		fi
		exit 2
	}
	;;
start)
	"$0" exercise "${2:-}" || exit
	folder=labs/$("$0" folder "$2")
	if [ -e "$folder/fix.c" ]; then
		echo "make: $folder/fix.c is there already: edit it, or remove it to begin anew" >&2
		exit 2
	fi
	cp "$folder/broken.c" "$folder/fix.c" || exit 2
	echo "$folder/fix.c is yours now. Edit it, then: make grade LAB=$2"
	;;
*)
	sed -n '2,7s/^# \{0,1\}//p' "$0"
	exit 2
	;;
esac
