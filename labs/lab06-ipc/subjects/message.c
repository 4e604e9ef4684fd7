/* message.c: what keeps messages apart: seqpacket sockets and POSIX queues (see channel.h). */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- Unix sockets that keep messages apart ---- */

/* A message must fit into the socket's buffer as a whole, and the system limits that. */
static bool make_room(struct channel *channel)
{
	int wanted = (int)channel->size + 4096, have = 0;
	socklen_t length = sizeof have;
	int fd = channel->fd[CHANNEL_SENDER];

	if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &have, &length) != 0)
		return channel_refuse(channel, "getsockopt");
	if (have / 2 < wanted && setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &wanted, sizeof wanted) != 0)
		return channel_refuse(channel, "setsockopt");
	if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &have, &length) != 0)
		return channel_refuse(channel, "getsockopt");
	if (have / 2 >= wanted || have >= 2 * wanted)
		return true;
	snprintf(channel->reason, sizeof channel->reason,
		 "a message must fit into a buffer of %d KiB (net.core.wmem_max)", have / 2048);
	return false;
}

static bool open_seqpacket(struct channel *channel)
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel->fd) != 0)
		return channel_refuse(channel, "socketpair");
	return make_room(channel);
}

static bool send_packet(struct channel *channel, const void *data)
{
	ssize_t count;

	do
		count = send(channel->fd[CHANNEL_SENDER], data, channel->size, MSG_NOSIGNAL);
	while (count < 0 && errno == EINTR);
	return count == (ssize_t)channel->size || channel_refuse(channel, "send");
}

static bool receive_packet(struct channel *channel, void *data)
{
	ssize_t count;

	do
		count = recv(channel->fd[CHANNEL_RECEIVER], data, channel->size, 0);
	while (count < 0 && errno == EINTR);
	if (count < 0)
		return channel_refuse(channel, "recv");
	return count == (ssize_t)channel->size ||
	       channel_fail(channel, "the other process has gone");
}

const struct channel_ops channel_seqpacket = {.name = "seqpacket",
					      .open = open_seqpacket,
					      .send = send_packet,
					      .receive = receive_packet};

/* ---- POSIX message queues: Linux's are file descriptors ---- */

#define QUEUE_MESSAGES 8
#define LOOK_EVERY_NS 50000000 /* nothing but a look tells that the other one is dead */

static long read_limit(void)
{
	FILE *file = fopen("/proc/sys/fs/mqueue/msgsize_max", "re");
	long limit = 0;

	if (file && fscanf(file, "%ld", &limit) != 1)
		limit = 0;
	if (file)
		fclose(file);
	return limit;
}

static bool refuse_queue(struct channel *channel)
{
	long limit = read_limit();

	if (errno == ENOSYS)
		return channel_fail(channel, "this system has no message queues");
	if (limit == 0 || channel->size <= (size_t)limit)
		return channel_refuse(channel, "mq_open");
	snprintf(channel->reason, sizeof channel->reason,
		 "a message has at most %ld bytes (fs.mqueue.msgsize_max)", limit);
	return false;
}

static bool open_queue(struct channel *channel)
{
	struct mq_attr attributes = {.mq_maxmsg = QUEUE_MESSAGES,
				     .mq_msgsize = (long)channel->size};
	char name[64];
	mqd_t queue;

	snprintf(name, sizeof name, "/lab06-%d", (int)getpid());
	queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600, &attributes);
	if (queue < 0)
		return refuse_queue(channel);
	mq_unlink(name);
	channel->fd[0] = queue;
	channel->fd[1] = dup(queue);
	return channel->fd[1] >= 0 || channel_refuse(channel, "dup");
}

static struct timespec next_look(void)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += LOOK_EVERY_NS;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	return until;
}

/* Whether to try again after -1. */
static bool goes_on(struct channel *channel, const char *call)
{
	if (errno != ETIMEDOUT && errno != EINTR)
		return channel_refuse(channel, call);
	return channel_peer_lives(channel) || channel_fail(channel, "the other process has gone");
}

static bool send_to_queue(struct channel *channel, const void *data)
{
	for (;;) {
		struct timespec until = next_look();

		if (mq_timedsend(channel->fd[CHANNEL_SENDER], data, channel->size, 0, &until) == 0)
			return true;
		if (!goes_on(channel, "mq_send"))
			return false;
	}
}

static bool receive_from_queue(struct channel *channel, void *data)
{
	for (;;) {
		struct timespec until = next_look();

		if (mq_timedreceive(channel->fd[CHANNEL_RECEIVER], data, channel->size, NULL,
				    &until) >= 0)
			return true;
		if (!goes_on(channel, "mq_receive"))
			return false;
	}
}

const struct channel_ops channel_queue = {.name = "POSIX queue",
					  .open = open_queue,
					  .send = send_to_queue,
					  .receive = receive_from_queue};
