#!/usr/bin/env bash
# measuring.sh: labs that measure: what a run leaves, and that what goes wrong costs one row.
suite=measuring
. tests/check.sh

# ---- labs as they are ---------------------------------------------------------------------------
for folder in labs/lab*/bench.c; do
	folder=$(basename "$(dirname "$folder")")
	lab=${folder%%-*}
	run make -s "$lab" QUICK=1
	check "make $lab runs" has_status 0
	check "... and decides its claims" has_text '^  (HOLDS|NOT DECIDED|DOES NOT HOLD HERE)  '
	check "... and measures against itself" has_text 'the reference against itself'
	for experiment in $(jq -r '.experiments[].name' "build/results/$lab.json"); do
		table=build/results/$lab/$experiment.tsv
		check "$lab: $experiment has its table" test -s "$table"
		check "... whose rows are whole" test "$(grep -v '^#' "$table" | awk -F'\t' '{ print NF }' | sort -u)" = 16
		check "... and whose twin is there" grep -q '^twin' "$table"
		check "... and its picture" test -s "plots/out/$lab-$experiment.png"
	done
	if [ ! -e "labs/$folder/broken.c" ]; then
		run make start LAB="$lab"
		check "$lab has no exercise" has_status 2
		check "... and says so" has_text "$lab has no exercise, it measures: make $lab"
		run make "$lab" WORKERS=3
		check "$lab has no workers" has_text 'WORKERS= means nothing in this lab'
	fi
	run "build/labs/$folder/bench"
	check "$lab: the bench lists its experiments" has_status 0
	run "build/labs/$folder/bench" nonsense
	check "... and knows no others" has_status 2
	check "... which it says in one line" is_one_line
done

# ---- figures that do not depend on how fast the machine is --------------------------------------
figure() { # LAB EXPERIMENT SERIES NAME
	jq -r --arg e "$2" --arg s "$3" --arg n "$4" \
		'.experiments[] | select(.name == $e).figures[] | select(.series == $s)[$n].value' \
		"build/results/$1.json" | head -1
}
between() { awk -v low="$1" -v high="$3" -v value="$2" 'BEGIN { exit !(value >= low && value <= high) }'; }
check "a round trip of coroutines has two switches" between 2 "$(figure lab05 round-trip coroutine switches)" 2
check "... one of threads by pipe, too" between 1.9 "$(figure lab05 round-trip 'threads, pipe (same core)' switches)" 2.5
check "... and the calls alone have none" between 0 "$(figure lab05 round-trip 'pipe calls, no switch' switches)" 0.1
check "a pooled coroutine faults no page" between 0 "$(figure lab02 create 'coroutine, pooled stack' page-faults)" 0.1
check "... a fork some" between 5 "$(figure lab02 create 'fork (same core)' page-faults)" 1000
check "a thread has a kernel stack" between 4 "$(figure lab02 memory thread kernel-stack)" 100

# ---- what a machine may not have ----------------------------------------------------------------
run taskset -c 0 build/labs/lab05-context-switch/bench round-trip 'threads, pipe'
check "one core: that row says so" has_text 'across cores .*only one core here'
check "... and the other is measured" has_text 'same core .* ns per round trip'
run bash -c 'ulimit -v 500000; build/labs/lab02-spawn/bench parent fork'
check "little memory: the largest says so" has_text ' 1024  mmap: Cannot allocate memory'
check "... and the smaller are measured" has_text ' 64 .* ns per worker'
run bash -c 'ulimit -n 4; build/labs/lab05-context-switch/bench round-trip "threads, pipe"'
check "no descriptors: that row says so" has_text 'pipe: Too many open files'

# ---- a lab in which things go wrong ---------------------------------------------------------------
copy=$scratch/copy
mkdir -p "$copy/build" "$copy/labs/lab98-mischief"
cp -a Makefile harness plots tests "$copy/"
cp -a build/obj "$copy/build/"
cat >"$copy/labs/lab98-mischief/lab.c" <<'C'
#include "lab/lab.h"
#define RATIO(a, times) {.kind = LAB_RATIO_ABOVE, .experiment = "mischief", .subject = a, .than = "fine", .limit = times}
static const struct lab_claim claims[] = {
	{.text = "ten", .condition = {RATIO("ten", 5)}},
	{.text = "twenty", .condition = {RATIO("ten", 20)}},
	{.text = "hung", .condition = {RATIO("hangs", 1)}},
	{.text = NULL},
};
const struct lab lab = {
	.title = "Mischief",
	.about = "Things go wrong.",
	.claims = claims,
};
C
cat >"$copy/labs/lab98-mischief/bench.c" <<'C'
#include "lab/bench.h"
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
static void fine(const struct lab_question *q, struct lab_sample *s) { s->value = *(const double *)q->subject->argument; }
static void hang(const struct lab_question *q, struct lab_sample *s)
{
	(void)q, (void)s;
	if (bench_fork() == 0)
		execlp("sleep", "sleep", "98765", NULL);
	for (;;)
		pause();
}
static void die(const struct lab_question *q, struct lab_sample *s) { (void)q, (void)s; raise(SIGKILL); }
static void refuse(const struct lab_question *q, struct lab_sample *s) { (void)q; bench_missing(s, "no permission"); }
static const double one = 1, ten = 10;
static const struct lab_subject subjects[] = {
	{.label = "fine", .measure = fine, .argument = &one},
	{.label = "hangs", .measure = hang},
	{.label = "dies", .measure = die},
	{.label = "refuses", .measure = refuse},
	{.label = "ten", .measure = fine, .argument = &ten},
	{.label = NULL},
};
const struct lab_experiment lab_experiments[] = {
	{.name = "mischief", .title = "What goes wrong?", .unit = "ns per wrong", .subjects = subjects, .count = 1, .deadline_ms = 1000},
	{.name = NULL},
};
C
cd "$copy" || exit 1
run make -s lab98 QUICK=1
check "a lab in which things go wrong runs" has_status 0
check "a hang costs its row" has_text 'hangs: not measured: no answer within 1 s'
check "... and leaves no process" bash -c '! pgrep -f "^sleep 98765" >/dev/null'
check "a death costs its row" has_text 'dies: not measured: the program died'
check "a refusal costs its row" has_text 'refuses: not measured: no permission'
check "the rest is measured" has_text '  ten +10.0 ns'
check "a claim beyond its limit holds" has_text 'HOLDS  ten'
check "... below it does not" has_text 'DOES NOT HOLD HERE  twenty'
check "... and about what is missing is not decided" has_text 'NOT DECIDED  hung'
check "reasons are in the results" grep -q 'no answer within 1 s$' build/results/lab98/mischief.tsv
check "... and in the JSON" test "$(jq -r '.experiments[0].figures[] | select(.series == "refuses").missing' build/results/lab98.json)" = 'no permission'
check "there is a picture of the rest" test -s plots/out/lab98-mischief.svg

# ---- Ctrl-C -------------------------------------------------------------------------------------
no_bench_is_left() { # within some seconds
	for _ in $(seq 50); do
		pgrep -f "$PWD/build/labs/lab98-mischief/bench" >/dev/null || return 0
		sleep 0.1
	done
	return 1
}
before=$(cksum <build/results/lab98/mischief.tsv)
run timeout -s INT 0.5 build/labs/lab98-mischief/tour
check "an interrupted tour ends" test "$status" != 0
check "... and leaves no process" no_bench_is_left
check "... and the results that there were" test "$(cksum <build/results/lab98/mischief.tsv)" = "$before"
finish
