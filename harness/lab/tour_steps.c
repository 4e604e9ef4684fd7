/*
 * tour_steps.c: the steps of a failing schedule as a file, so that the report's diagram can be
 * stepped through (see tour.h).
 */
#include "lab/tour.h"

#include "base/die.h"
#include "base/file.h"
#include "explore/show/show.h"

#include <limits.h>
#include <stdio.h>

void tour_save_steps(const struct tour *tour, struct tour_exploration *exploration,
		     const struct explore_result *result, const char *program)
{
	const struct lab_exploration *what = exploration->what;
	char path[PATH_MAX];

	snprintf(exploration->file, sizeof exploration->file, "trace-%s-%dx%ld.json",
		 tour_short_name(what->variant), what->workers, what->ops);
	if (file_make_folder(tour->folder) != 0)
		die_system("cannot make %s", tour->folder);
	snprintf(path, sizeof path, "%s/%s", tour->folder, exploration->file);
	if (show_json(result, program, path) != 0)
		die_system("cannot write %s (make room or permission under build/results)", path);
}
