/*
 * pauses.h: parties that pause for each other, in some ways: what does an explicit pause cost?
 *
 * Each party pauses so many times, and each time another one goes on before it does.
 */
#ifndef LAB08_PAUSES_H
#define LAB08_PAUSES_H

#include <stdbool.h>

#define PAUSES_PARTIES 2

struct party {
	long left; /* pauses that it has still to make */
};

static inline bool party_goes_on(struct party *party)
{
	return party->left-- > 0;
}

void pauses_by_generators(struct party *party, int parties);
void pauses_by_scheduler(struct party *party, int parties); /* coroutines, round robin */
void pauses_by_loop(struct party *party, int parties);	    /* coroutines of an event loop */

#endif
