/* uv.c: the errands (errands.h) with libuv's callbacks: each says what is to be called next. */
#include "ways/errands.h"

#include "base/die.h"

#include <errno.h>
#include <stdlib.h>
#include <uv.h>

struct client {
	const struct errands *errands;
	uv_timer_t timer;
	uv_pipe_t self, echo;
	uv_write_t sending, echoing;
	long round;
	char byte; /* on its way from one to the other */
};

static void must(int status)
{
	if (status < 0)
		die_user("libuv: %s", uv_strerror(status));
}

static void offer_byte(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
	struct client *client = handle->data;

	(void)wanted;
	*buffer = uv_buf_init(&client->byte, 1);
}

static void have_sent(uv_write_t *sending, int status)
{
	(void)sending;
	must(status);
}

static void say(uv_write_t *sending, uv_pipe_t *from, char *byte)
{
	uv_buf_t buffer = uv_buf_init(byte, 1);

	must(uv_write(sending, (uv_stream_t *)from, &buffer, 1, have_sent));
}

static void hang_up(uv_pipe_t *pipe)
{
	uv_close((uv_handle_t *)pipe, NULL);
}

/* DOC: from callback to callback */
static void begin_round(struct client *client);

static void end_round(struct client *client)
{
	client->round++;
	begin_round(client);
}

static void waited(uv_timer_t *timer)
{
	struct client *client = timer->data;

	if (client->errands->talks)
		say(&client->sending, &client->self, &client->byte);
	else
		end_round(client);
}

static void answered(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
	(void)buffer;
	must((int)count);
	if (count == 1)
		end_round(stream->data);
}

static void begin_round(struct client *client)
{
	if (client->round == client->errands->rounds) {
		uv_close((uv_handle_t *)&client->timer, NULL);
		if (client->errands->talks)
			hang_up(&client->self);
	} else if (client->errands->wait_ms > 0) {
		must(uv_timer_start(&client->timer, waited, (uint64_t)client->errands->wait_ms, 0));
	} else {
		waited(&client->timer);
	}
}

static void asked(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
	struct client *client = stream->data;

	(void)buffer;
	if (count == 1)
		say(&client->echoing, &client->echo, &client->byte);
	else if (count == UV_EOF)
		hang_up(&client->echo);
	else
		must((int)count);
}
/* DOC: from callback to callback ends here */

static void open_pipe(uv_loop_t *loop, uv_pipe_t *pipe, int fd, struct client *client,
		      uv_read_cb read)
{
	must(uv_pipe_init(loop, pipe, 0));
	must(uv_pipe_open(pipe, fd));
	pipe->data = client;
	must(uv_read_start((uv_stream_t *)pipe, offer_byte, read));
}

/* Returns NULL, or what was refused. */
static const char *start(uv_loop_t *loop, struct client *client, const struct errands *errands)
{
	int ends[2];

	*client = (struct client){.errands = errands, .byte = 'x'};
	if (errands->talks && errands_connect(ends) != 0)
		return "socketpair";
	must(uv_timer_init(loop, &client->timer));
	client->timer.data = client;
	if (errands->talks) {
		open_pipe(loop, &client->self, ends[0], client, answered);
		open_pipe(loop, &client->echo, ends[1], client, asked);
	}
	begin_round(client);
	return NULL;
}

const char *errands_by_uv(const struct errands *errands)
{
	struct client *client = calloc((size_t)errands->clients, sizeof *client);
	const char *refused = client ? NULL : "calloc";
	uv_loop_t loop;
	int code = uv_loop_init(&loop);

	if (code < 0) {
		free(client);
		errno = -code; /* libuv's errors are errno's, negated */
		return "uv_loop_init";
	}
	for (int i = 0; i < errands->clients && !refused; i++)
		refused = start(&loop, &client[i], errands);
	code = errno;
	must(uv_run(&loop, UV_RUN_DEFAULT)); /* also if not all could start */
	must(uv_loop_close(&loop));
	free(client);
	errno = code;
	return refused;
}
