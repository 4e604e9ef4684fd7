#!/usr/bin/env bash
# new_lab.sh: adding a lab means adding a folder and nothing else.
suite=new-lab
. tests/check.sh

# A copy of the checkout, with its objects, so that only the new lab is compiled.
copy=$scratch/copy
mkdir "$copy"
cp -a Makefile harness labs plots tests "$copy/"
mkdir "$copy/build"
cp -a build/obj "$copy/build/"
cp -r "$copy/labs/lab03-shared-list" "$copy/labs/lab99-copy"
cd "$copy" || exit 1

run make help
check "make help sees it" has_text 'make lab99 '
run make list
check "make list sees it" has_text 'make lab99 '
run make -n test
check "make test sees it" has_text 'lab99-copy'
run make -s lab99 QUICK=1
check "make lab99 runs" has_status 0
check "... and writes results of its own" test -s build/results/lab99.json
check "... and draws pictures of its own" test -s plots/out/lab99-cost.svg
check "the Makefile names no lab" test "$(grep -c 'lab03' Makefile)" = 0
finish
