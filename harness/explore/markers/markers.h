/*
 * markers.h: where the variables of an explored program begin and end. build.sh links the program
 * between first.o and last.o; linkers keep the order of their inputs within .data and .bss.
 */
#ifndef EXPLORE_MARKERS_MARKERS_H
#define EXPLORE_MARKERS_MARKERS_H

extern char subject_data_begin[16], subject_data_end[16];
extern char subject_bss_begin[16], subject_bss_end[16];

#endif
