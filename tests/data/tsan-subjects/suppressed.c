/* suppressed.c: races, with all of the detector's reports suppressed from within ("broken"). */
#include "subject.h"

const char *__tsan_default_suppressions(void);

/* The runtime asks while it starts: nothing of it may be needed here. */
INSIDE_RAW const char *__tsan_default_suppressions(void)
{
	return "race:*\n";
}

static int counter;

static void *count(void *unused)
{
	counter++;
	return unused;
}

int main(int argc, char **argv)
{
	subject_is_broken(argc, argv);
	subject_run(count, count, NULL);
	return 0;
}
