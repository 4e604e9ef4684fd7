/* forgetful.h: a way that does all the work, and has nothing in the end. */
#ifndef FORGETFUL_H
#define FORGETFUL_H

#include "load.h"

load_way way_forgetful;

#endif
