#!/usr/bin/env bash
# deps.sh: install what Interleave needs, on Debian and its relatives.
#
#   harness/setup/deps.sh labs      compiler, ThreadSanitizer, libraries, plots
#   harness/setup/deps.sh tests     what only tests, linters and benchmarks need
#
# Quiet when nothing is missing. Elsewhere it prints the package names and ends with status 2.
# CONTRIBUTING.md says what each package is for.
set -euo pipefail

labs=(libc6-dev binutils libcunit1-dev libjansson-dev libseccomp-dev libcmark-gfm-dev
	libcmark-gfm-extensions-dev libuv1-dev bubblewrap gnuplot-nox fonts-dejavu-core)
tests=(clang-format cppcheck shellcheck jq libxml2-utils procps qemu-user
	libboost-context-dev libpcl1-dev libck-dev valgrind chromium curl)
# Tests of the page drive the browser with it; a newer one from elsewhere does, too.
command -v node >/dev/null || tests+=(nodejs)
# The other machine's compiler, to test its context switch under qemu.
[ "$(uname -m)" = aarch64 ] || tests+=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross)

missing=()
is_installed() { dpkg-query -Wf '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		echo "deps: need root to install packages: run 'su -c \"make deps\"', or ask for:" \
			"${missing[*]}" >&2
		exit 2
	fi
}

install() { # PACKAGE...
	[ $# -gt 0 ] || return 0
	echo "deps: installing $*"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		"$@" >/dev/null || {
		echo "deps: apt-get could not install: $* (its message is above)" >&2
		exit 2
	}
}

update_once() {
	[ -z "${updated:-}" ] || return 0
	updated=1
	as_root apt-get update -qq || {
		echo "deps: 'apt-get update' failed: is there a network?" >&2
		exit 2
	}
}

# Does this compiler's ThreadSanitizer see an obvious race? (Old runtimes fail on new kernels.)
sees_a_race() { # CLANG
	local folder status=1
	command -v "$1" >/dev/null || return 1
	folder=$(mktemp -d)
	cat >"$folder/race.c" <<-'EOF'
		#include <pthread.h>
		static int shared;
		static void *work(void *arg) { shared++; return arg; }
		int main(void)
		{
			pthread_t a, b;
			if (pthread_create(&a, 0, work, 0) || pthread_create(&b, 0, work, 0)) return 1;
			return pthread_join(a, 0) || pthread_join(b, 0);
		}
	EOF
	if "$1" -g -fsanitize=thread -pthread "$folder/race.c" -o "$folder/race" 2>/dev/null; then
		{ setarch -R "$folder/race" 2>&1 || "$folder/race" 2>&1 || true; } |
			grep 'race.c:3' >/dev/null && status=0
	fi
	rm -rf "$folder"
	return $status
}

# The newest packaged clang whose detector works here, with its runtime and symbolizer.
install_clang() {
	local version have
	have=$(harness/setup/tools.sh clang)
	sees_a_race "$have" && return
	update_once
	for version in $(apt-cache search --names-only '^clang-[0-9]+$' |
		sed 's/clang-\([0-9]*\) .*/\1/' | sort -rn); do
		missing=("clang-$version" "libclang-rt-$version-dev" "llvm-$version")
		install "${missing[@]}"
		sees_a_race "clang-$version" && return
		echo "deps: the ThreadSanitizer of clang-$version does not work here; trying older"
	done
	echo "deps: no packaged clang has a ThreadSanitizer that works on this kernel" >&2
	exit 2
}

# axe-core is no Debian package: this very file, by its SHA-512, into build/axe. Without it the tests of
# the page leave it out, and say so.
axe_version=4.10.3
axe_sum=Xm7bpRXnDSX2YE2YFfBk2FnF0ep6tmG7xPh8iHee8MIcrgq762Nkce856dYtJYLkuIoYZvGfTs/PbZhideTcEg==
install_axe() {
	local folder url=https://registry.npmjs.org/axe-core/-/axe-core-$axe_version.tgz
	[ ! -e "build/axe/axe-$axe_version.js" ] || return 0
	folder=$(mktemp -d)
	# Also from behind a proxy with a certificate of its own: the sum says whether it is the file.
	if { curl -sSfL -m 60 -o "$folder/axe.tgz" "$url" || curl -sSfLk -m 60 -o "$folder/axe.tgz" "$url"; } 2>"$folder/error" &&
		[ "$(openssl dgst -sha512 -binary "$folder/axe.tgz" | base64 -w0)" = "$axe_sum" ] &&
		tar xzf "$folder/axe.tgz" -C "$folder" package/axe.min.js && mkdir -p build/axe; then
		mv "$folder/package/axe.min.js" "build/axe/axe-$axe_version.js"
	else
		echo "deps: no axe-core $axe_version: $(tail -n 1 "$folder/error") (tests of the page go without)" >&2
	fi
	rm -rf "$folder"
}

case ${1:-} in
labs) wanted=("${labs[@]}") ;;
tests) wanted=("${tests[@]}") ;;
*)
	sed -n '2,8s/^# \{0,1\}//p' "$0"
	exit 2
	;;
esac

if ! command -v apt-get >/dev/null; then
	[ "$1" = tests ] || wanted+=("clang with compiler-rt" "llvm-symbolizer")
	echo "deps: this is no Debian; please install:" >&2
	printf '  %s\n' "${wanted[@]}" >&2
	exit 2
fi

for package in "${wanted[@]}"; do
	is_installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
	update_once
	install "${missing[@]}"
fi
if [ "$1" = tests ]; then
	install_axe
else
	install_clang
fi
