/*
 * channel.h: one way to send messages from one process to another, behind one small interface.
 *
 *   channel_open(&channel, &channel_pipe, size);     before the fork; messages of `size` bytes
 *   channel_become(&channel, CHANNEL_SENDER, pid);   after it, in each of the two, with the other's pid
 *   channel_send(&channel, data); channel_receive(&channel, data);
 *   channel_close(&channel);                         in both
 *
 * All return false when it cannot be done; channel.reason then says why. If the other process dies,
 * send and receive fail within a fraction of a second. Nothing has a name that could be left over:
 * what needs one (FIFO, message queue) gives it up as soon as it is open.
 */
#ifndef LAB06_CHANNEL_H
#define LAB06_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum channel_role { CHANNEL_RECEIVER, CHANNEL_SENDER }; /* also: whose end fd[] is */

struct channel {
	const struct channel_ops *ops;
	size_t size;
	int fd[2];   /* by role; -1: none */
	int back[2]; /* for what is acknowledged, by the role of who uses it */
	void *memory;
	size_t length; /* of the memory */
	pid_t peer;
	char reason[160];
};

struct channel_ops {
	const char *name;
	int policy; /* of waiting, for what lies in shared memory (spsc.h) */
	bool (*open)(struct channel *channel);
	bool (*send)(struct channel *channel, const void *data);
	bool (*receive)(struct channel *channel, void *data);
	void (*close)(struct channel *channel); /* NULL: nothing but fd[], back[] and memory */
};

extern const struct channel_ops channel_pipe, channel_fifo, channel_stream, channel_seqpacket,
	channel_queue, channel_eventfd, channel_spin, channel_futex, channel_spin_futex,
	channel_readv, channel_vmsplice;

/* All of them; ends with NULL. */
extern const struct channel_ops *const channel_all[];

bool channel_open(struct channel *channel, const struct channel_ops *ops, size_t size);
void channel_become(struct channel *channel, enum channel_role role, pid_t peer);
bool channel_send(struct channel *channel, const void *data);
bool channel_receive(struct channel *channel, void *data);
void channel_close(struct channel *channel);

/* ---- for those who implement one ---- */

/* Fail, for this reason; the second adds what errno means. Both return false. */
bool channel_fail(struct channel *channel, const char *reason);
bool channel_refuse(struct channel *channel, const char *call);

/* Is the other process still there? For waits that nothing else would end. */
bool channel_peer_lives(const struct channel *channel);

/* Map memory that both will share. It has no name, so it goes when they do. */
bool channel_map(struct channel *channel, size_t length);

/* All the bytes, through a descriptor; the end of what comes is an error. */
bool channel_write_all(struct channel *channel, int fd, const void *data, size_t size);
bool channel_read_all(struct channel *channel, int fd, void *data, size_t size);

/* A message's worth through fd[]: for all that are byte streams. */
bool channel_write_message(struct channel *channel, const void *data);
bool channel_read_message(struct channel *channel, void *data);

#endif
