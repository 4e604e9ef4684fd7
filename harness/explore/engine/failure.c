/* failure.c: the names of what can go wrong (see failure.h). */
#include "explore/engine/failure.h"

static const struct {
	const char *name, *word;
} words[FAILURE_KINDS] = {
	[FAILURE_NONE] = {"nothing", "none"},
	[FAILURE_RACE] = {"data race", "race"},
	[FAILURE_OUTCOME] = {"forbidden outcome", "outcome"},
	[FAILURE_ASSERTION] = {"failed assertion", "assertion"},
	[FAILURE_CRASH] = {"crash", "crash"},
	[FAILURE_ABORT] = {"abort", "abort"},
	[FAILURE_EXIT] = {"unexpected exit", "exit"},
	[FAILURE_DEADLOCK] = {"deadlock", "deadlock"},
	[FAILURE_LOST_WAKEUP] = {"lost wake-up", "lost-wakeup"},
	[FAILURE_LIVELOCK] = {"livelock", "livelock"},
	[FAILURE_HANG] = {"endless loop", "hang"},
	[FAILURE_USE_AFTER_FREE] = {"use after free", "use-after-free"},
	[FAILURE_DOUBLE_FREE] = {"double free", "double-free"},
	[FAILURE_LOCK_LEAK] = {"leaked lock", "lock-leak"},
	[FAILURE_MISUSE] = {"misuse", "misuse"},
	[FAILURE_STACK_OVERFLOW] = {"stack overflow", "stack-overflow"},
	[FAILURE_MEMORY] = {"too much memory", "memory"},
	[FAILURE_LEAK] = {"memory leak", "leak"},
	[FAILURE_WAIT] = {"needless wait", "wait"},
	[FAILURE_SPIN] = {"spinning", "spinning"},
	[FAILURE_UNMODELLED] = {"call that is not modelled", "unmodelled"},
	[FAILURE_TOO_LONG] = {"schedule cut for its length", "too-long"},
};

const char *failure_name(enum failure_kind kind)
{
	return words[kind].name;
}

const char *failure_word(enum failure_kind kind)
{
	return words[kind].word;
}
