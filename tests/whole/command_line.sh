#!/usr/bin/env bash
# command_line.sh: tests of the command line: what each mistake gets for an answer.
suite=command-line
. tests/check.sh

tour=build/labs/lab03-shared-list/tour

run make help
check "help ends well" has_status 0
for target in help list deps deps-test build labs plots test lint format clean lab03; do
	check "help names $target" has_text "make $target "
done
run make list
check "list names lab03 and its title" has_text 'make lab03 .* A shared list loses nodes'

run make lab42
check "a lab that there is not ends in status 2" has_status 2
check "... in one line" is_one_line
check "... that lists those there are" has_text 'no lab42.*lab03'

# mistake MAKE-VARIABLE PATTERN: both make and the program answer in one line.
mistake() {
	run make lab03 "$1" QUICK=1
	check "make lab03 $1 ends in status 2" has_status 2
	check "... in one line" is_one_line
	check "... that says what to give" has_text "$2"
}
mistake WORKERS=0 'WORKERS=0: give a whole number from 1 to 256'
mistake WORKERS=abc 'WORKERS=abc: give a whole number from 1 to 256'
mistake WORKERS=257 'WORKERS=257: give a whole number from 1 to 256'
mistake OPS=-1 'OPS=-1: give a whole number from 1 to'
mistake OPS=1e3 'OPS=1e3: give a whole number from 1 to'
mistake MODEL=fibres 'MODEL=fibres: choose one of serial, threads, processes, private, coroutines'
mistake SEED=x 'SEED=x: give a whole number'
mistake "OPS='; touch $scratch/injected'" 'OPS='
check "a variable is never run as a command" test ! -e "$scratch/injected"

run $tour --fast
check "an unknown option ends in status 2" has_status 2
run $tour --help
check "the tour explains itself" has_text '--workers'
run $tour extra
check "a stray argument is named" has_text "what is 'extra'"
check "... in one line" is_one_line

run make build CLANG=no-such-clang
check "without clang, make deps is the remedy" has_text "compiler .no-such-clang. is missing: run 'make deps'"
check "... status 2" has_status 2
run make test-tools "CC=$(harness/setup/tools.sh clang) -nostdinc"
check "without CUnit, make deps is the remedy" has_text "CUnit is missing: run 'make deps'"
mkdir "$scratch/bin"
find /usr/local/bin /usr/bin /bin -maxdepth 1 ! -name '*gnuplot*' ! -type d \
	-exec ln -sft "$scratch/bin" {} +
run env PATH="$scratch/bin" make lab03 QUICK=1
check "without gnuplot, make deps is the remedy" has_text "gnuplot is missing: run 'make deps'"
check "... status 2, before any work" has_status 2

# A file where the folder should be cannot be written into, not even by root.
mkdir "$scratch/copy"
cp -r Makefile harness labs "$scratch/copy/"
touch "$scratch/copy/build"
run make -C "$scratch/copy" build
check "an unwritable build folder ends in status 2" has_status 2
check "... and says what to do" has_text 'cannot write to .*/build: make the folder writable'

run build/labs/lab03-shared-list/native/solution --workers 64 --runs 2 --ops 100
check "64 workers run under every model" has_status 0
check "... and lose nothing" has_no_text FORBIDDEN
run build/labs/lab03-shared-list/native/broken --workers 2 --runs 2 --pin
check "pinning is no condition" has_status 0
finish
