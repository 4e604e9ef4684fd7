/* loop.c: the errands (errands.h) as coroutines: each is written as if it were alone. */
#include "ways/errands.h"

#include "base/die.h"
#include "coro/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct client {
	const struct errands *errands;
	int ends[2]; /* its own, and its echo's */
};

static bool hear(int fd, char *byte)
{
	ssize_t count;

	if (loop_wait(fd, LOOP_READABLE, -1) != 0)
		die_system("cannot wait for a byte");
	count = read(fd, byte, 1);
	if (count < 0)
		die_system("cannot read a byte");
	return count == 1;
}

static void say(int fd, char byte)
{
	if (write(fd, &byte, 1) != 1) /* there is room: one byte is under way at most */
		die_system("cannot write a byte");
}

/* DOC: straight on */
static void visit(void *arg)
{
	const struct client *client = arg;
	char byte = 'x';

	for (long round = 0; round < client->errands->rounds; round++) {
		if (client->errands->wait_ms > 0)
			loop_sleep(client->errands->wait_ms * 1000000);
		if (client->errands->talks) {
			say(client->ends[0], byte);
			hear(client->ends[0], &byte);
		}
	}
	close(client->ends[0]);
}

static void echo(void *arg)
{
	const struct client *client = arg;
	char byte;

	while (hear(client->ends[1], &byte))
		say(client->ends[1], byte);
	close(client->ends[1]);
}
/* DOC: straight on ends here */

/* As many as there are of the two. Returns NULL, or what was refused. */
static const char *spawn_both(struct loop *loop, struct client *client)
{
	if (client->errands->talks && loop_spawn(loop, "echo", echo, client) != 0)
		close(client->ends[1]);
	else if (loop_spawn(loop, "client", visit, client) == 0)
		return NULL;
	if (client->errands->talks)
		close(client->ends[0]); /* or its echo would wait for ever */
	errno = ENOMEM;
	return "mmap";
}

/* Returns NULL, or what was refused. */
static const char *spawn(struct loop *loop, struct client *client, const struct errands *errands)
{
	*client = (struct client){errands, {-1, -1}};
	if (errands->talks && errands_connect(client->ends) != 0)
		return "socketpair";
	return spawn_both(loop, client);
}

const char *errands_by_loop(const struct errands *errands)
{
	struct client *client = calloc((size_t)errands->clients, sizeof *client);
	struct loop *loop = loop_create();
	const char *refused = loop && client ? NULL : "epoll_create1";
	int code;

	for (int i = 0; i < errands->clients && !refused; i++)
		refused = spawn(loop, &client[i], errands);
	code = errno;
	if (loop) {
		loop_run(loop); /* also if not all could be spawned: those that are there end */
		loop_destroy(loop);
	}
	free(client);
	errno = code;
	return refused;
}
