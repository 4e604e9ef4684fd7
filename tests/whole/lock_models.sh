#!/usr/bin/env bash
# lock_models.sh: every interleaving of lab04's locks, as far as that can be certified in the time
# that a test may take. What they sleep on is a model (tests/data/lock-subjects), and
# a model that loses wake-ups must be found out.
suite="lock-models"
. tests/check.sh

subjects=tests/data/lock-subjects
model=(--flag=-include --flag="$subjects/futex_model.h" --flag=-iquote --flag=harness)

explore() { # LOCK BUDGET FLAGS...
	local lock=$1 budget=$2
	shift 2
	run build/bin/explore --budget="$budget" "${model[@]}" "${@/#/--flag=}" "$subjects/$lock.c"
}

# So many inequivalent schedules that a slow machine is done, too.
certified() { # LOCK THREADS TURNS
	explore "$1" 60 "-DTHREADS=$2" "-DTURNS=$3"
	check "$1, $2 threads with $3 turns each, is certified" has_text '^certified'
}

# More of them than a test has time for.
searched() { # LOCK THREADS TURNS
	explore "$1" 4 "-DTHREADS=$2" "-DTURNS=$3"
	check "$1, $2 threads with $3 turns each: nothing is found" has_status 0
}

certified ttas 2 2
searched ttas 3 1
certified ticket 2 2
certified ticket 3 1
certified mcs 3 1
searched mcs 2 2
certified futex_mutex 2 2
searched futex_mutex 3 1
certified parking_ticket 2 2
searched parking_ticket 3 1
explore sorted_list 3
check "hand over hand: nothing is found" has_status 0

for lock in futex_mutex parking_ticket; do
	explore "$lock" 10 -DMODEL_WAKES=0
	check "$lock with lost wake-ups is found out" has_status 1
	check "... and is told to sleep on" has_text 'lost wake-up|deadlock'
done
finish
