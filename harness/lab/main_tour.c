/*
 * main_tour.c: the program behind `make labNN`.
 *
 *   build/labs/lab03-shared-list/tour [--workers N] [--ops N] [--model NAME] [--quick] [--seed N]
 *
 * It is linked with the lab's record and drives the variants' programs beside it. It takes the
 * lab's number from the name of its folder, and writes to build/results/, seen from there.
 */
#include "lab/tour.h"

#include "base/die.h"
#include "base/file.h"
#include "base/term.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* From .../build/labs/lab03-shared-list to "lab03" and .../build/results/lab03. */
static void find_place(struct tour *tour)
{
	char folder[sizeof tour->folder];
	char *labs, *name;

	if (file_own_folder(folder, sizeof folder) != 0)
		die_system("cannot find my own folder");
	name = strrchr(folder, '/');
	BUG_UNLESS(name);
	*name++ = '\0';
	labs = strrchr(folder, '/');
	BUG_UNLESS(labs);
	*labs = '\0';
	snprintf(tour->id, sizeof tour->id, "%.*s", (int)strcspn(name, "-"), name);
	if ((size_t)snprintf(tour->folder, sizeof tour->folder, "%s/results/%s", folder,
			     tour->id) >= sizeof tour->folder)
		die_user("the path of this folder is too long: move the checkout");
}

/* The report shows how a tour failed. What kills the tour itself, its recipe writes down. */
static void expect_failure(const struct tour *tour, char *path, size_t size)
{
	snprintf(path, size, "%s.failed", tour->folder);
	if (file_make_folder(tour->folder) != 0)
		die_system("cannot make %s (make room or permission there)", tour->folder);
	die_also_to(path);
}

static void introduce(const struct tour *tour)
{
	char line[512];

	machine_line(&tour->machine, line, sizeof line);
	printf("%s%s  %s%s\n", term_style(TERM_BOLD), tour->id, lab.title, term_style(TERM_PLAIN));
	printf("%s%s%s\n\n", term_style(TERM_DIM), line, term_style(TERM_PLAIN));
	term_paragraph(2, lab.about);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static struct tour tour; /* large */
	static char failed[PATH_MAX];

	options_parse(argc, argv, "Run a lab: outcomes, detection, cost, measurements, claims.",
		      false, &tour.options);
	find_place(&tour);
	expect_failure(&tour, failed, sizeof failed);
	machine_read(&tour.machine);
	tour.fleet = fleet_open();
	introduce(&tour);
	tour_show_outcomes(&tour);
	tour_show_detection(&tour);
	tour_show_explorations(&tour);
	tour_show_costs(&tour);
	tour_run_sweeps(&tour);
	tour_run_timelines(&tour);
	tour_run_experiments(&tour);
	tour_show_claims(&tour);
	tour_show_advice(&tour);
	tour_save_json(&tour);
	tour_save_claims(&tour);
	fleet_close(tour.fleet);
	if (unlink(failed) != 0 && errno != ENOENT)
		die_system("cannot remove %s", failed);
	return 0;
}
