#!/usr/bin/env bash
# labs.sh: which labs there are.
#
#   harness/setup/labs.sh list            "  make lab03        A shared list loses nodes", a line each
#   harness/setup/labs.sh missing lab42   say that it is not there and which are; status 2
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
*)
	sed -n '2,6s/^# \{0,1\}//p' "$0"
	exit 2
	;;
esac
