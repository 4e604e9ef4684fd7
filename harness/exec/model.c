/* model.c: the names of the execution models, and the one explicit pause (see exec.h). */
#include "exec/exec.h"

#include "coro/coro.h"

#include <sched.h>
#include <string.h>

static const char *const names[EXEC_MODELS] = {
	[EXEC_SERIAL] = "serial",	  [EXEC_THREADS] = "threads",
	[EXEC_PROCESSES] = "processes",	  [EXEC_PRIVATE] = "private",
	[EXEC_COROUTINES] = "coroutines",
};

const char *exec_model_name(enum exec_model model)
{
	return names[model];
}

bool exec_model_parse(const char *name, enum exec_model *model)
{
	for (int i = 0; i < EXEC_MODELS; i++) {
		if (strcmp(name, names[i]) == 0) {
			*model = (enum exec_model)i;
			return true;
		}
	}
	return false;
}

const char *exec_model_names(void)
{
	return "serial, threads, processes, private, coroutines";
}

void task_pause(void)
{
	if (coro_running())
		coro_yield();
	else
		sched_yield();
}
