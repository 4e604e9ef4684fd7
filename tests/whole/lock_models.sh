#!/usr/bin/env bash
# lock_models.sh: every interleaving of lab04's locks, as far as it can be certified: two threads
# with two turns each, three with one. What they sleep on is a model (tests/data/lock-subjects), and
# a model that loses wake-ups must be found out.
suite="lock-models"
. tests/check.sh

subjects=tests/data/lock-subjects
model=(--flag=-include --flag=$subjects/futex_model.h --flag=-iquote --flag=harness)

explore() { # LOCK BUDGET FLAGS...
	local lock=$1 budget=$2
	shift 2
	run build/bin/explore --budget="$budget" "${model[@]}" "${@/#/--flag=}" "$subjects/$lock.c"
}

for lock in ttas ticket mcs futex_mutex parking_ticket; do
	explore $lock 30 -DTHREADS=2 -DTURNS=2
	check "$lock, two threads with two turns, is certified" has_text '^certified'
	explore $lock 30 -DTHREADS=3 -DTURNS=1
	if [ $lock = futex_mutex ]; then
		check "$lock, three threads with one turn: nothing is found" has_status 0
	else
		check "$lock, three threads with one turn, is certified" has_text '^certified'
	fi
done
explore sorted_list 3
check "hand over hand: nothing is found" has_status 0

for lock in futex_mutex parking_ticket; do
	explore $lock 10 -DMODEL_WAKES=0
	check "$lock with lost wake-ups is found out" has_status 1
	check "... and is told to sleep on" has_text 'lost wake-up|deadlock'
done
finish
