/* switched_off.c: asks the detector to be silent; the options of whoever started it win. */
#include "subject.h"

const char *__tsan_default_options(void);

INSIDE_RAW const char *__tsan_default_options(void)
{
	return "report_bugs=0";
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
