/*
 * futex_model.h: futexes made of what the explorer models, in place of locks/futex.h. Given to the
 * compiler first (-include): then that header has nothing left to say.
 *
 * A look at the word and falling asleep are one step, as in the kernel. One condition serves all
 * words: whoever is woken for another word looks and finds that its own wake count is the same.
 */
#ifndef LAB04_LOCKS_FUTEX_H
#define LAB04_LOCKS_FUTEX_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#define MODEL_SLEEPERS 4

/* Spinning only puts off what is to be explored. */
#define FUTEX_MUTEX_LOOKS 1
#define PARKING_SPINS 1
#define PARKING_YIELDS 1

/* 0: wake-ups are lost, which must be found. */
#ifndef MODEL_WAKES
#define MODEL_WAKES 1
#endif

struct model_sleeper {
	_Atomic unsigned *word; /* NULL: nobody */
	bool is_woken;
};

static struct {
	pthread_mutex_t kernel;
	pthread_cond_t wake;
	struct model_sleeper sleeper[MODEL_SLEEPERS];
} model = {.kernel = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

static inline struct model_sleeper *model_find(const _Atomic unsigned *word)
{
	for (int i = 0; i < MODEL_SLEEPERS; i++)
		if (model.sleeper[i].word == word && !model.sleeper[i].is_woken)
			return &model.sleeper[i];
	return NULL;
}

static inline void futex_wait(_Atomic unsigned *word, unsigned expected)
{
	pthread_mutex_lock(&model.kernel);
	if (atomic_load(word) == expected) {
		struct model_sleeper *me = model_find(NULL);

		me->word = word;
		while (!me->is_woken)
			pthread_cond_wait(&model.wake, &model.kernel);
		*me = (struct model_sleeper){.word = NULL};
	}
	pthread_mutex_unlock(&model.kernel);
}

static inline void futex_wake(_Atomic unsigned *word, int count)
{
	struct model_sleeper *sleeper;

	pthread_mutex_lock(&model.kernel);
	for (; MODEL_WAKES && count > 0 && (sleeper = model_find(word)); count--)
		sleeper->is_woken = true;
	pthread_cond_broadcast(&model.wake);
	pthread_mutex_unlock(&model.kernel);
}

#endif
