/*
 * lend.c: the two that lend the sender's memory instead of copying it into the kernel first:
 * process_vm_readv, by which the receiver reads the sender's memory, and vmsplice, by which the
 * sender puts its pages into a pipe. Either way the sender must leave the message alone until the
 * receiver says that it has it: back[] carries that. (See channel.h.)
 */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <unistd.h>

static bool open_pipes(struct channel *channel)
{
	/* back[] goes from the receiver to the sender: its ends are the other way round. */
	int back[2];

	if (pipe2(channel->fd, O_CLOEXEC) != 0 || pipe2(back, O_CLOEXEC) != 0)
		return channel_refuse(channel, "pipe");
	channel->back[CHANNEL_SENDER] = back[0];
	channel->back[CHANNEL_RECEIVER] = back[1];
	return true;
}

static bool await_thanks(struct channel *channel)
{
	char thanks;

	return channel_read_all(channel, channel->back[CHANNEL_SENDER], &thanks, 1);
}

static bool thank(struct channel *channel)
{
	return channel_write_all(channel, channel->back[CHANNEL_RECEIVER], "!", 1);
}

/* ---- process_vm_readv ---- */

/* Try it on ourselves: a filter of system calls would refuse that as well. */
static bool open_readv(struct channel *channel)
{
	char from = 1, to = 0;
	struct iovec local = {&to, 1}, remote = {&from, 1};

	if (process_vm_readv(getpid(), &local, 1, &remote, 1, 0) != 1)
		return channel_refuse(channel, "process_vm_readv");
	/* Where only parents may look into others (Yama), children may be let as well. */
	(void)prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
	return open_pipes(channel);
}

static bool lend_address(struct channel *channel, const void *data)
{
	return channel_write_all(channel, channel->fd[CHANNEL_SENDER], &data, sizeof data) &&
	       await_thanks(channel);
}

static bool read_theirs(struct channel *channel, void *data)
{
	struct iovec local = {data, channel->size}, remote = {NULL, channel->size};
	ssize_t count;

	if (!channel_read_all(channel, channel->fd[CHANNEL_RECEIVER], &remote.iov_base,
			      sizeof remote.iov_base))
		return false;
	count = process_vm_readv(channel->peer, &local, 1, &remote, 1, 0);
	if (count != (ssize_t)channel->size)
		return channel_refuse(channel, "process_vm_readv");
	return thank(channel);
}

const struct channel_ops channel_readv = {.name = "process_vm_readv",
					  .open = open_readv,
					  .send = lend_address,
					  .receive = read_theirs};

/* ---- vmsplice ---- */

static bool splice_pages(struct channel *channel, const void *data)
{
	struct iovec rest = {(void *)data, channel->size}; /* only read: see vmsplice(2) */

	while (rest.iov_len > 0) {
		ssize_t count = vmsplice(channel->fd[CHANNEL_SENDER], &rest, 1, 0);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return channel_refuse(channel, "vmsplice");
		rest.iov_base = (char *)rest.iov_base + count;
		rest.iov_len -= (size_t)count;
	}
	return await_thanks(channel);
}

static bool read_pages(struct channel *channel, void *data)
{
	return channel_read_message(channel, data) && thank(channel);
}

const struct channel_ops channel_vmsplice = {
	.name = "vmsplice", .open = open_pipes, .send = splice_pages, .receive = read_pages};
