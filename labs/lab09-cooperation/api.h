/*
 * api.h: lab09's account with a stamp, and what a fix must provide.
 *
 * Several coroutines of one thread pay into one account. An account is its balance and a stamp that
 * says so: the stamp of exactly that balance. Stamps come from a notary, who takes his time: while one
 * coroutine waits for a stamp, the others run. Whatever a fix needs belongs into its
 * `struct account`, of which it decides the members: there may be several accounts.
 */
#ifndef LAB09_API_H
#define LAB09_API_H

#include <stddef.h>

struct account; /* the fix defines it */

/* The most bytes a fix's struct account may have. */
#define ACCOUNT_ROOM 1024

/* sizeof(struct account), so that the lab can check it. */
extern const size_t account_size;

/* What a reader gets. The two belong together: the stamp is the one of that balance. */
struct statement {
	long balance;
	long stamp;
};

/* The stamp of an account that has just been opened: its balance is 0. */
#define STAMP_OF_ZERO 0

struct notary; /* who gives stamps */

/* Make `account`, which is zeroed memory, an account with nothing in it. Runs alone, before all. */
void account_init(struct account *account);

/*
 * Add `amount`, which may be negative, to the balance. When it returns, the payment is in the
 * account, and the stamp is that of the balance. Called by all workers at the same time. `notary`
 * may be asked until it returns.
 */
void account_pay_in(struct account *account, struct notary *notary, long amount);

/*
 * The balance and its stamp, with all payments that were made before. May be called while others
 * pay in. It has no notary: what it returns is in the account.
 */
struct statement account_read(struct account *account);

/* ---- given, and a fix may call them ---- */

/*
 * The stamp of a balance. The notary writes the balance into his book, and the stamp is the number of
 * the line: nobody knows it before. It takes its time: the caller pauses, and others run meanwhile.
 */
long notary_stamp(struct notary *notary, long balance);

/* Let the others run first, then go on. */
void task_pause(void);

#endif
