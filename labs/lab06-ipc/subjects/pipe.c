/* pipe.c: the byte streams: pipe, FIFO, Unix stream socket (see channel.h). */
#include "channel.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static bool open_pipe(struct channel *channel)
{
	return pipe2(channel->fd, O_CLOEXEC) == 0 || channel_refuse(channel, "pipe");
}

const struct channel_ops channel_pipe = {.name = "pipe",
					 .open = open_pipe,
					 .send = channel_write_message,
					 .receive = channel_read_message};

/* Opened for both first, since opening one end waits for the other. */
static bool open_ends(struct channel *channel, const char *path)
{
	int both = open(path, O_RDWR | O_CLOEXEC);

	if (both < 0)
		return channel_refuse(channel, "open");
	channel->fd[CHANNEL_RECEIVER] = open(path, O_RDONLY | O_CLOEXEC);
	channel->fd[CHANNEL_SENDER] = open(path, O_WRONLY | O_CLOEXEC);
	close(both);
	return (channel->fd[0] >= 0 && channel->fd[1] >= 0) || channel_refuse(channel, "open");
}

static bool open_fifo(struct channel *channel)
{
	char folder[] = "/tmp/lab06-XXXXXX", path[sizeof folder + 8];
	bool opened;

	if (!mkdtemp(folder))
		return channel_refuse(channel, "mkdtemp in /tmp");
	snprintf(path, sizeof path, "%s/fifo", folder);
	if (mkfifo(path, 0600) == 0) {
		opened = open_ends(channel, path);
		unlink(path);
	} else {
		opened = channel_refuse(channel, "mkfifo");
	}
	rmdir(folder);
	return opened;
}

const struct channel_ops channel_fifo = {.name = "FIFO",
					 .open = open_fifo,
					 .send = channel_write_message,
					 .receive = channel_read_message};

static bool open_stream(struct channel *channel)
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel->fd) == 0 ||
	       channel_refuse(channel, "socketpair");
}

const struct channel_ops channel_stream = {.name = "Unix stream",
					   .open = open_stream,
					   .send = channel_write_message,
					   .receive = channel_read_message};
