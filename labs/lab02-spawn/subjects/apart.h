/* apart.h: measure in a forked process of its own, in which nothing has happened yet. */
#ifndef LAB02_APART_H
#define LAB02_APART_H

#include "lab/bench.h"

typedef void apart_function(const struct lab_question *question, struct lab_sample *sample);

/* Call `function` there and hand on its sample. A process that is killed is a sample that misses. */
void apart_measure(apart_function *function, const struct lab_question *question,
		   struct lab_sample *sample);

#endif
