/* situation.c: the situations that the report answers first (see situation.h). */
#include "lab/situation.h"

const struct situation situations[LAB_SITUATIONS] = {
	[LAB_NO_WAITS] = {"no waits", "No waits", "The tasks only compute."},
	[LAB_WAITS] = {"waits", "Waits", "The tasks wait for a network, a disk, a person."},
	[LAB_MUCH_SHARED] = {"much shared data", "Much shared data",
			     "The tasks change the same data all the time."},
	[LAB_CONTROL] = {"control of switches", "Control of switches",
			 "It matters where one task stops and the next goes on."},
};
