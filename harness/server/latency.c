/* latency.c: how long the server takes for a request: a pure function (see server.h). */
#include "server/server.h"

#include <math.h>

#define TAIL_Z 2.3263478740408408 /* 99 of 100 of a standard normal distribution lie below */
#define PI 3.14159265358979323846

/* SplitMix64's output function: G. Steele, D. Lea, C. Flood, OOPSLA 2014. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* In (0, 1]: the logarithm of each exists. */
static double uniform(uint64_t bits)
{
	return ((double)(bits >> 11) + 1) * 0x1p-53;
}

/* A number from a standard normal distribution: G. Box, M. Muller, Ann. Math. Stat. 29 (1958). */
static double normal(uint64_t seed, uint64_t request)
{
	const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t state = mix(mix(seed + golden) ^ request);
	double radius = sqrt(-2 * log(uniform(mix(state + golden))));

	return radius * cos(2 * PI * uniform(mix(state + 2 * golden)));
}

int64_t server_latency(const struct server_options *options, uint64_t request)
{
	double median = (double)options->median_ns, ns;

	if (options->median_ns <= 0)
		return 0;
	if (options->tail_ns <= options->median_ns)
		return options->median_ns;
	ns = median *
	     exp(log((double)options->tail_ns / median) / TAIL_Z * normal(options->seed, request));
	return ns < 0x1p62 ? (int64_t)ns : INT64_C(1) << 62;
}
