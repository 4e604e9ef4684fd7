/* channel.c: what all channels have in common (see channel.h). */
#include "channel.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

const struct channel_ops *const channel_all[] = {
	&channel_pipe,	     &channel_fifo,    &channel_stream,	  &channel_seqpacket,
	&channel_queue,	     &channel_eventfd, &channel_spin,	  &channel_futex,
	&channel_spin_futex, &channel_readv,   &channel_vmsplice, NULL};

bool channel_fail(struct channel *channel, const char *reason)
{
	snprintf(channel->reason, sizeof channel->reason, "%s", reason);
	return false;
}

bool channel_refuse(struct channel *channel, const char *call)
{
	snprintf(channel->reason, sizeof channel->reason, "%s: %s", call, strerror(errno));
	return false;
}

bool channel_open(struct channel *channel, const struct channel_ops *ops, size_t size)
{
	*channel = (struct channel){
		.ops = ops, .size = size, .fd = {-1, -1}, .back = {-1, -1}, .memory = NULL};
	/* Whoever writes to nobody shall be told by the call, not be killed. */
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		return channel_refuse(channel, "signal");
	if (ops->open(channel))
		return true;
	channel_close(channel);
	return false;
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Each process has page tables of its own: that first touch costs more than an exchange. */
static void touch(const struct channel *channel)
{
	const volatile unsigned char *byte = channel->memory;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	for (size_t i = 0; i < channel->length; i += page)
		(void)byte[i];
}

/* Of a descriptor that both need, fd[] has two copies. */
void channel_become(struct channel *channel, enum channel_role role, pid_t peer)
{
	channel->peer = peer;
	touch(channel);
	close_end(&channel->fd[!role]);
	close_end(&channel->back[!role]);
}

bool channel_send(struct channel *channel, const void *data)
{
	return channel->ops->send(channel, data);
}

bool channel_receive(struct channel *channel, void *data)
{
	return channel->ops->receive(channel, data);
}

void channel_close(struct channel *channel)
{
	if (channel->ops->close)
		channel->ops->close(channel);
	for (int i = 0; i < 2; i++) {
		close_end(&channel->fd[i]);
		close_end(&channel->back[i]);
	}
	if (channel->memory)
		munmap(channel->memory, channel->length);
	channel->memory = NULL;
}

bool channel_peer_lives(const struct channel *channel)
{
	siginfo_t info = {.si_pid = 0};

	if (channel->peer == getppid())
		return true;
	/* Neither our parent any more nor a child that has not ended: it is gone. */
	return waitid(P_PID, (id_t)channel->peer, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == 0;
}

bool channel_map(struct channel *channel, size_t length)
{
	void *memory =
		mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return channel_refuse(channel, "mmap");
	channel->memory = memory;
	channel->length = length;
	return true;
}

bool channel_write_all(struct channel *channel, int fd, const void *data, size_t size)
{
	const char *from = data;

	while (size > 0) {
		ssize_t count = write(fd, from, size);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return channel_refuse(channel, "write");
		from += count;
		size -= (size_t)count;
	}
	return true;
}

bool channel_read_all(struct channel *channel, int fd, void *data, size_t size)
{
	char *to = data;

	while (size > 0) {
		ssize_t count = read(fd, to, size);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return channel_refuse(channel, "read");
		if (count == 0)
			return channel_fail(channel, "the other process has gone");
		to += count;
		size -= (size_t)count;
	}
	return true;
}

bool channel_write_message(struct channel *channel, const void *data)
{
	return channel_write_all(channel, channel->fd[CHANNEL_SENDER], data, channel->size);
}

bool channel_read_message(struct channel *channel, void *data)
{
	return channel_read_all(channel, channel->fd[CHANNEL_RECEIVER], data, channel->size);
}
