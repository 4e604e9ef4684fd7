/*
 * shadow.h: for each 8 bytes of the program's memory, a number; all are 0 when a schedule begins.
 * Shadow pages are made when first touched and kept.
 */
#ifndef EXPLORE_ENGINE_SHADOW_H
#define EXPLORE_ENGINE_SHADOW_H

#include <stdint.h>

/* Bytes of memory per number. */
#define SHADOW_GRANULE 8u

/* A new schedule begins. */
void shadow_begin(void);

/* The number for the granule that holds `address`: to be read and changed. */
uint32_t *shadow_at(uintptr_t address);

#endif
