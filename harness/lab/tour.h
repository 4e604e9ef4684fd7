/*
 * tour.h: `make labNN`: the story of a lab, told from runs on the reader's own machine.
 *
 * Each section prints itself, keeps what it found as evidence for the claims, and writes its
 * result file build/results/labNN/NAME.tsv.
 */
#ifndef LAB_TOUR_H
#define LAB_TOUR_H

#include "exec/crew.h"
#include "explore/explore.h"
#include "lab/experiment.h"
#include "lab/fleet.h"
#include "lab/options.h"
#include "lab/tally.h"
#include "measure/compare.h"
#include "measure/machine.h"
#include "measure/series.h"

#include <jansson.h>
#include <limits.h>

#define TOUR_MOST 64 /* of each kind of evidence; a lab that needs more is no lab */
#define TOUR_EXPERIMENTS 16
#define TOUR_TIMELINES 8
#define TOUR_OUTCOMES 16 /* of an exploration */

struct tour_detection {
	const char *variant;
	enum exec_model model;
	enum detector_verdict verdict;
	int kinds;	 /* different reports */
	int runs, shown; /* runs, and those of them in which the bug showed */
};

struct tour_cost {
	const char *variant;
	enum exec_model model;
	struct estimate time;  /* ns per operation */
	struct estimate ratio; /* to the reference variant under the same model */
	struct estimate twin;
	enum compare_verdict verdict;
	bool is_reference, noisy;
};

enum tour_verdict { TOUR_NOT_DECIDED, TOUR_HOLDS, TOUR_FAILS };

struct tour_claim {
	const char *text;
	enum tour_verdict verdict;
	char figure[512];     /* all that was seen, in words */
	struct estimate seen; /* the figure that stands for it; NAN: none */
};

/* What came out of exploring every interleaving; the steps are in a file of their own. */
struct tour_exploration {
	const struct lab_exploration *what;
	enum explore_verdict verdict;
	unsigned long schedules;
	char file[96]; /* trace-NAME-WxO.json, in the lab's folder of results */
	char replay[PATH_MAX + 4200];
	/* Of all inequivalent schedules: */
	int outcomes;
	bool is_complete;
	struct explore_outcome outcome[TOUR_OUTCOMES];
};

/* One timeline: what became of it in each way. */
struct tour_timeline {
	const struct lab_timeline *what;
	bool is_wanted[CREW_WAYS];
	struct crew_report report[CREW_WAYS];
	struct timeline_span *spans[CREW_WAYS]; /* sorted; freed once they are written */
	int count[CREW_WAYS];
	bool is_cut[CREW_WAYS]; /* more spans than fit */
};

struct tour {
	struct options options;
	char id[32];		/* "lab03" */
	char folder[4096 - 64]; /* where its result files go */
	struct machine machine;
	struct fleet *fleet;
	struct tally tally[TOUR_MOST];
	struct tour_detection detection[TOUR_MOST];
	struct tour_cost cost[TOUR_MOST];
	struct tour_claim claim[TOUR_MOST];
	struct tour_claim advice[TOUR_MOST]; /* as lab.advice */
	struct tour_exploration exploration[TOUR_MOST];
	struct experiment experiment[TOUR_EXPERIMENTS];
	struct tour_timeline timeline[TOUR_TIMELINES];
	double record_ns;   /* what one record of a timeline costs */
	double watch_share; /* of computing: what looking for lost cores costs (exec/crew.h) */
	int tallies, detections, costs, claims, advices, explorations;
	int experiments, timelines;
};

/* The sections, in the order in which they are told. */
void tour_show_outcomes(struct tour *tour);
void tour_show_detection(struct tour *tour);
void tour_show_explorations(struct tour *tour);
void tour_show_costs(struct tour *tour);
void tour_run_sweeps(struct tour *tour);
void tour_run_timelines(struct tour *tour);
void tour_run_experiments(struct tour *tour);
void tour_show_claims(struct tour *tour);
void tour_show_advice(struct tour *tour);

/* Write build/results/labNN.json. */
void tour_save_json(const struct tour *tour);

/*
 * Put this lab's claims into build/results/claims.tsv, in place of those it had there; other labs' stay.
 * Two tours at once lose nothing: they wait for each other.
 */
void tour_save_claims(const struct tour *tour);

/* "holds", "does not hold here" or "not decided": in files. */
const char *tour_verdict_word(enum tour_verdict verdict);

/* Decide a claim by what the sections before have seen. */
struct tour_claim tour_judge(const struct tour *tour, const struct lab_claim *claim);

/*
 * Write the steps of an exploration's failing schedule to build/results/labNN/trace-NAME-WxO.json,
 * for the report; its name goes to exploration->file.
 */
void tour_save_steps(const struct tour *tour, struct tour_exploration *exploration,
		     const struct explore_result *result, const char *program);

/* ---- one timeline: the result file, and Chrome trace events (timeline-NAME-WAY.trace.json) ---- */

void tour_save_timeline(const struct tour *tour, const struct tour_timeline *timeline);
void tour_save_trace(const struct tour *tour, const struct tour_timeline *timeline,
		     enum crew_way way);

/* ---- one experiment of a lab that measures: the table, and the result file ---- */

void tour_show_experiment(const struct experiment *experiment);
void tour_save_experiment(const struct tour *tour, const struct experiment *experiment);

/* Is the claim's condition about an experiment met? `figure` says what was seen, `seen` is it. */
enum tour_verdict tour_decide_experiment(const struct tour *tour,
					 const struct lab_condition *wanted, char *figure,
					 size_t size, struct estimate *seen);

/* ---- what the sections share ---- */

/* Write it to `path`, whole or not at all, and release it; dies when that is not possible. */
void tour_write_json(json_t *json, const char *path);

/* Print a section's headline. */
void tour_headline(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * The next blank-separated model name in *names that the options want; advances *names.
 * Returns false at the end.
 */
bool tour_next_model(const struct tour *tour, const char **names, enum exec_model *model);

/* A result file of this lab, its header filled in. */
struct series *tour_open_series(const struct tour *tour, const char *name, const char *experiment,
				const char *columns);
/* Write it, or end with a message that says what became of the old one. */
void tour_close_series(struct series *series, const char *name);

/* A request with this tour's workers and operations. */
struct run_request tour_request(const struct tour *tour, enum exec_model model);

/*
 * Is one more of `most` runs wanted, after `done` of them since `start_ns` (clock_ns)? A slow
 * variant gets fewer than a fast one, but never fewer than a sixth: no row takes the whole hour.
 */
bool tour_wants_run(const struct tour *tour, int done, int most, int64_t start_ns);

/* "reported", "silent" or "no verdict". */
const char *tour_detector_word(enum detector_verdict verdict);

/* "solution" for "solution", "spin" for "variants/spin". */
const char *tour_short_name(const char *variant);

#endif
