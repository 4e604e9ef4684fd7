/* claims_file.c: tests of the claims of all labs in one file: each tour replaces its own rows only. */
#include "suite.h"

#include "base/file.h"
#include "lab/tour.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEADER "lab\tclaim\tfigure\tlow\thigh\tverdict\n"
#define TOURS 4
#define ROUNDS 25

static char folder[64];

static void open_folder(void)
{
	snprintf(folder, sizeof folder, "/tmp/claims.XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
}

static void close_folder(void)
{
	CU_ASSERT_EQUAL(file_remove_tree(folder), 0);
}

static struct tour *make_tour(const char *id)
{
	static struct tour tour; /* large */

	tour.claims = 0;
	snprintf(tour.id, sizeof tour.id, "%s", id);
	snprintf(tour.folder, sizeof tour.folder, "%s/results/%s", folder, id);
	return &tour;
}

static void add_claim(struct tour *tour, const char *text, enum tour_verdict verdict, double value)
{
	tour->claim[tour->claims++] = (struct tour_claim){
		.text = text, .verdict = verdict, .seen = {value, value - 0.25, value + 0.25}};
}

static void save(const char *id, const char *text, enum tour_verdict verdict, double value)
{
	struct tour *tour = make_tour(id);

	add_claim(tour, text, verdict, value);
	tour_save_claims(tour);
}

static char *read_claims(void)
{
	char path[128];

	snprintf(path, sizeof path, "%s/results/claims.tsv", folder);
	return file_read(path, NULL);
}

static void assert_claims(const char *expected)
{
	char *text = read_claims();

	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_STRING_EQUAL(text, expected);
	free(text);
}

static void each_lab_replaces_its_own_rows(void)
{
	open_folder();
	save("lab05", "five", TOUR_HOLDS, 2);
	save("lab01", "one", TOUR_FAILS, 1);
	save("lab12", "twelve", TOUR_NOT_DECIDED, NAN);
	assert_claims(HEADER "lab01\tone\t1\t0.75\t1.25\tdoes not hold here\n"
			     "lab05\tfive\t2\t1.75\t2.25\tholds\n"
			     "lab12\ttwelve\t\t\t\tnot decided\n");
	save("lab05", "another", TOUR_NOT_DECIDED, 3);
	assert_claims(HEADER "lab01\tone\t1\t0.75\t1.25\tdoes not hold here\n"
			     "lab05\tanother\t3\t2.75\t3.25\tnot decided\n"
			     "lab12\ttwelve\t\t\t\tnot decided\n");
	tour_save_claims(make_tour("lab05")); /* which has no claims any more */
	assert_claims(HEADER "lab01\tone\t1\t0.75\t1.25\tdoes not hold here\n"
			     "lab12\ttwelve\t\t\t\tnot decided\n");
	close_folder();
}

static void a_lab_is_not_taken_for_another(void)
{
	open_folder();
	save("lab1", "one", TOUR_HOLDS, 2);
	save("lab12", "twelve", TOUR_HOLDS, 2);
	save("lab1", "new", TOUR_HOLDS, 2);
	assert_claims(HEADER "lab1\tnew\t2\t1.75\t2.25\tholds\n"
			     "lab12\ttwelve\t2\t1.75\t2.25\tholds\n");
	close_folder();
}

static void what_would_break_a_row_does_not(void)
{
	open_folder();
	save("lab03", "a\tb\nc", TOUR_HOLDS, 2);
	assert_claims(HEADER "lab03\ta b c\t2\t1.75\t2.25\tholds\n");
	close_folder();
}

/* Cut off, of another version, or no such file at all: what can be kept is kept. */
static void a_damaged_file_is_mended(void)
{
	static const char damaged[] = "lab\tclaim\tverdict\nlab01\tone\t1\t0.75\t1.25\tholds\n"
				      "garbage\n\nlab02\thalf\t1";
	char path[128];

	open_folder();
	snprintf(path, sizeof path, "%s/results/claims.tsv", folder);
	CU_ASSERT_EQUAL_FATAL(file_replace(path, damaged, strlen(damaged)), 0);
	save("lab03", "three", TOUR_HOLDS, 2);
	assert_claims(HEADER "lab01\tone\t1\t0.75\t1.25\tholds\n"
			     "lab03\tthree\t2\t1.75\t2.25\tholds\n");
	close_folder();
}

static void save_again_and_again(int number)
{
	char id[16];

	snprintf(id, sizeof id, "lab%02d", number + 1);
	for (int round = 0; round < ROUNDS; round++)
		save(id, "claim", TOUR_HOLDS, round);
	_exit(0);
}

static void assert_all_there(void)
{
	char *text = read_claims();

	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	for (int i = 0; i < TOURS; i++) {
		char row[64];

		snprintf(row, sizeof row, "lab%02d\tclaim\t%d\t", i + 1, ROUNDS - 1);
		CU_ASSERT_PTR_NOT_NULL(strstr(text, row));
	}
	free(text);
}

/* Without the lock, one of them would write over what another has just added. */
static void tours_at_once_lose_nothing(void)
{
	int status;

	open_folder();
	fflush(stdout);
	for (int i = 0; i < TOURS; i++) {
		pid_t pid = fork();

		CU_ASSERT_FATAL(pid >= 0);
		if (pid == 0)
			save_again_and_again(i);
	}
	for (int i = 0; i < TOURS; i++)
		CU_ASSERT(wait(&status) > 0 && status == 0);
	assert_all_there();
	close_folder();
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"each lab replaces its own rows", each_lab_replaces_its_own_rows},
		{"a lab is not taken for another", a_lab_is_not_taken_for_another},
		{"what would break a row does not", what_would_break_a_row_does_not},
		{"a damaged file is mended", a_damaged_file_is_mended},
		{"tours at once lose nothing", tours_at_once_lose_nothing},
		CU_TEST_INFO_NULL,
	};

	return suite_run("claims file", tests, argc, argv);
}
