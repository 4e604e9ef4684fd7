/* version.h: the version of labNN.json: goes up when what is in there changes its meaning. */
#ifndef LAB_VERSION_H
#define LAB_VERSION_H

#define LAB_RESULTS_VERSION 2

#endif
