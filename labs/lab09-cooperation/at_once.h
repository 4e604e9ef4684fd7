/* at_once.h: a notary as there is none: for the variant that shows what happens without a pause. */
#ifndef LAB09_AT_ONCE_H
#define LAB09_AT_ONCE_H

#include "api.h"

/* As notary_stamp, without the pause. */
long notary_stamp_at_once(struct notary *notary, long balance);

#endif
