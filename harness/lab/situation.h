/*
 * situation.h: the situations that the report answers first, in their order: how files call them, and
 * how people do.
 */
#ifndef LAB_SITUATION_H
#define LAB_SITUATION_H

/* What labs give advice for. */
enum lab_situation { LAB_NO_WAITS, LAB_WAITS, LAB_MUCH_SHARED, LAB_CONTROL, LAB_SITUATIONS };

struct situation {
	const char *name;     /* in labNN.json */
	const char *headline; /* the same for people */
	const char *question; /* what it means: a sentence */
};

extern const struct situation situations[LAB_SITUATIONS];

#endif
