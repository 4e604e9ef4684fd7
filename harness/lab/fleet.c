/* fleet.c: the variants' programs, started on demand (see fleet.h). */
#include "lab/fleet.h"

#include "base/child.h"
#include "base/die.h"
#include "base/file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_SHIPS 32
#define PATIENCE_MS 2000
#define GRACE_MS 10000 /* beyond the run's own deadline, which the program itself keeps */

/* One running program. A detector has a child inside; native programs are children only. */
struct ship {
	const char *variant;
	enum lab_build build;
	struct child child;
	struct detector detector;
};

struct fleet {
	char folder[PATH_MAX];
	struct ship ship[MOST_SHIPS];
	int ships;
};

struct fleet *fleet_open(void)
{
	struct fleet *fleet = calloc(1, sizeof *fleet);

	if (!fleet || file_own_folder(fleet->folder, sizeof fleet->folder) != 0)
		die_system("cannot find my own folder");
	return fleet;
}

static struct child *child_of(struct ship *ship)
{
	return ship->build == LAB_TSAN ? &ship->detector.child : &ship->child;
}

static void stop(struct ship *ship)
{
	if (ship->build == LAB_TSAN)
		detector_stop(&ship->detector);
	else
		child_stop(&ship->child, PATIENCE_MS);
}

static void start(struct fleet *fleet, struct ship *ship)
{
	char path[PATH_MAX + 64];
	char *argv[] = {path, "--serve", NULL};
	int failed;

	snprintf(path, sizeof path, "%s/%s/%s", fleet->folder,
		 ship->build == LAB_TSAN ? "tsan" : "native", ship->variant);
	if (ship->build == LAB_TSAN)
		failed = detector_start(&ship->detector, argv);
	else
		failed = child_start(&ship->child, argv, NULL);
	if (failed)
		die_system("cannot start %s (run 'make build')", path);
}

static struct ship *ship_of(struct fleet *fleet, const char *variant, enum lab_build build)
{
	struct ship *ship;

	for (int i = 0; i < fleet->ships; i++)
		if (fleet->ship[i].build == build && strcmp(fleet->ship[i].variant, variant) == 0)
			return &fleet->ship[i];
	BUG_UNLESS(fleet->ships < MOST_SHIPS);
	ship = &fleet->ship[fleet->ships];
	ship->variant = variant;
	ship->build = build;
	start(fleet, ship);
	fleet->ships++; /* only now: what did not start must not be stopped */
	return ship;
}

static void replace(struct fleet *fleet, struct ship *ship)
{
	stop(ship);
	start(fleet, ship);
}

void fleet_recall(struct fleet *fleet)
{
	for (int i = 0; i < fleet->ships; i++)
		stop(&fleet->ship[i]);
	fleet->ships = 0;
}

void fleet_close(struct fleet *fleet)
{
	fleet_recall(fleet);
	free(fleet);
}

void fleet_ask(struct fleet *fleet, const char *variant, enum lab_build build,
	       const struct run_request *request, struct run *run)
{
	struct ship *ship = ship_of(fleet, variant, build);
	char question[128], answer[512];

	run_format_request(request, question, sizeof question);
	if (child_ask(child_of(ship), question, answer, sizeof answer,
		      2 * request->deadline_ms + GRACE_MS) != 0) {
		memset(run, 0, sizeof *run);
		run->outcome = -1;
		run->hung = errno == ETIMEDOUT;
		snprintf(run->text, sizeof run->text, "the program itself %s",
			 run->hung ? "did not answer" : "died");
		replace(fleet, ship);
	} else if (!run_parse(answer, run)) {
		BUG("malformed answer from %s: %s", variant, answer);
	}
}

enum detector_verdict fleet_judge(struct fleet *fleet, const char *variant,
				  struct report_list *list)
{
	return detector_judge(&ship_of(fleet, variant, LAB_TSAN)->detector, list);
}
