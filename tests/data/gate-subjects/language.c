/* Gate: allowed */
#include <math.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct large {
	char bytes[100];
	double number;
};

static void done(int *number)
{
	*number = 0;
}

static int sum(int count, ...)
{
	va_list arguments;
	int total = 0;

	va_start(arguments, count);
	while (count-- > 0)
		total += va_arg(arguments, int);
	va_end(arguments);
	return total;
}

static struct large copy(struct large from)
{
	struct large to = from;

	to.number = from.number * 2.5 + 1;
	return to;
}

static int größe;
static int *literal = (int[]){1, 2};

void fix(void)
{
	int number __attribute__((cleanup(done))) = 3;
	char name[sum(2, number, 4)];
	static const char *const words[] = {"asm", "@main", "!nosanitize", "; end"};
	struct large large = {{0}};
	_Bool overflown;

	memset(name, 0, sizeof name);
	large = copy(large);
	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		puts(words[i]);
	overflown = __builtin_add_overflow(number, 5, &number);
	größe += __builtin_popcount((unsigned)number) + __builtin_expect(overflown, 0);
	größe += literal[1];
	__builtin_prefetch(&large);
	atomic_signal_fence(memory_order_seq_cst);
	atomic_thread_fence(memory_order_acq_rel);
	__sync_fetch_and_add(&größe, 1);
}
