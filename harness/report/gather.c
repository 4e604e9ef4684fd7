/* gather.c: what results there are, and what is wrong with them (see overview.h). */
#include "report/overview.h"

#include "base/die.h"
#include "base/file.h"
#include "lab/version.h"
#include "measure/machine.h"

#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void copy(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
}

static void damaged(struct overview_lab *lab, unsigned state, const char *what)
{
	lab->state |= state;
	copy(lab->damage, sizeof lab->damage, what);
}

static void read_json(const char *path, struct overview_lab *lab)
{
	json_error_t error;
	char what[OVERVIEW_TEXT];

	lab->json = json_load_file(path, 0, &error);
	if (!lab->json || !json_is_object(lab->json)) {
		snprintf(what, sizeof what, "%s, line %d: %s", path, error.line, error.text);
		damaged(lab, OVERVIEW_DAMAGED, what);
		json_decref(lab->json);
		lab->json = NULL;
	}
}

/* Another version's figures may mean something else: they are not shown. */
static void check_version(struct overview_lab *lab)
{
	const json_t *version = json_object_get(lab->json, "version");
	char what[OVERVIEW_TEXT];

	if (!lab->json || json_integer_value(version) == LAB_RESULTS_VERSION)
		return;
	if (json_is_integer(version))
		snprintf(what, sizeof what, "version %lld, and this is version %d",
			 (long long)json_integer_value(version), LAB_RESULTS_VERSION);
	else
		snprintf(what, sizeof what, "no version, and this is version %d",
			 LAB_RESULTS_VERSION);
	damaged(lab, OVERVIEW_VERSION, what);
	json_decref(lab->json);
	lab->json = NULL;
}

static void check_machine(const struct overview *report, struct overview_lab *lab)
{
	copy(lab->machine, sizeof lab->machine, overview_text(lab->json, "machine"));
	if (lab->json && strcmp(lab->machine, report->machine) != 0)
		lab->state |= OVERVIEW_ELSEWHERE;
}

static void check_failure(const struct overview *report, struct overview_lab *lab)
{
	char path[PATH_MAX];
	char *text;

	snprintf(path, sizeof path, "%s/%s.failed", report->options.results, lab->id);
	text = file_read(path, NULL);
	if (!text)
		return;
	lab->state |= OVERVIEW_FAILED;
	copy(lab->failure, sizeof lab->failure, text);
	for (size_t end = strlen(lab->failure); end > 0 && lab->failure[end - 1] == '\n'; end--)
		lab->failure[end - 1] = '\0';
	free(text);
}

/* A table that was cut off is shown as far as it goes. */
static void check_tables(const struct overview *report, struct overview_lab *lab)
{
	char pattern[PATH_MAX];
	glob_t found;

	snprintf(pattern, sizeof pattern, "%s/%s/*.tsv", report->options.results, lab->id);
	if (glob(pattern, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct table *table = table_read(found.gl_pathv[i]);

		if (!table || table->is_damaged)
			damaged(lab, OVERVIEW_INCOMPLETE, found.gl_pathv[i]);
		table_free(table);
	}
	globfree(&found);
}

/* The title is in the results; without these, it is the handout's. */
static void find_title(const struct overview *report, struct overview_lab *lab)
{
	char path[PATH_MAX];
	char *text;

	copy(lab->title, sizeof lab->title, lab->folder);
	if (*overview_text(lab->json, "title")) {
		copy(lab->title, sizeof lab->title, overview_text(lab->json, "title"));
		return;
	}
	snprintf(path, sizeof path, "%s/%s/README.md", report->options.labs, lab->folder);
	text = file_read(path, NULL);
	if (text && strncmp(text, "# ", 2) == 0)
		snprintf(lab->title, sizeof lab->title, "%.*s", (int)strcspn(text + 2, "\n"),
			 text + 2);
	free(text);
}

static void gather_lab(struct overview *report, const char *folder)
{
	struct overview_lab *lab = &report->lab[report->labs++];
	char path[PATH_MAX];

	copy(lab->folder, sizeof lab->folder, folder);
	snprintf(lab->id, sizeof lab->id, "%.*s", (int)strcspn(folder, "-"), folder);
	snprintf(path, sizeof path, "%s/%s.json", report->options.results, lab->id);
	if (access(path, F_OK) != 0)
		lab->state |= OVERVIEW_MISSING;
	else
		read_json(path, lab);
	check_version(lab);
	check_machine(report, lab);
	if (lab->json)
		check_tables(report, lab);
	check_failure(report, lab);
	find_title(report, lab);
}

/* Labs are discovered as the Makefile does: labs/lab*, with a lab.c. */
static void gather_labs(struct overview *report)
{
	char pattern[PATH_MAX];
	glob_t found;

	snprintf(pattern, sizeof pattern, "%s/lab*/lab.c", report->options.labs);
	if (glob(pattern, 0, NULL, &found) != 0)
		die_user("no labs in %s: run it where the Makefile is", report->options.labs);
	for (size_t i = 0; i < found.gl_pathc && report->labs < OVERVIEW_LABS; i++) {
		*strrchr(found.gl_pathv[i], '/') = '\0';
		gather_lab(report, strrchr(found.gl_pathv[i], '/') + 1);
	}
	globfree(&found);
}

void overview_gather(const struct overview_options *options, struct overview *report)
{
	struct machine machine;
	char path[PATH_MAX];

	*report = (struct overview){.options = *options};
	machine_read(&machine);
	machine_line(&machine, report->machine, sizeof report->machine);
	if (options->machine)
		copy(report->machine, sizeof report->machine, options->machine);
	gather_labs(report);
	snprintf(path, sizeof path, "%s/claims.tsv", options->results);
	report->claims = table_read(path);
}

void overview_free(struct overview *report)
{
	for (int i = 0; i < report->labs; i++)
		json_decref(report->lab[i].json);
	table_free(report->claims);
}
