/*
 * order.h: what C11 atomics order (C11 5.1.2.4, 7.17.3): release sequences and fences, in terms of
 * vector clocks. The values themselves are always those of a sequentially consistent run.
 */
#ifndef EXPLORE_WORLD_ORDER_H
#define EXPLORE_WORLD_ORDER_H

#include "explore/engine/op.h"

#include <stdbool.h>

/* Announce an atomic step, and take part in what it orders when it happens. */
void order_load(const struct op *op, int order);
void order_store(const struct op *op, int order);
void order_update(const struct op *op, int order);

/*
 * A compare-and-exchange announces itself, looks at the value, and says with which order it went
 * on: as an update if it `succeeded`, else as a load.
 */
void order_announce(const struct op *op, int order);
void order_compared(const struct op *op, int order, bool succeeded);

void order_fence(const struct op *op, int order);

#endif
