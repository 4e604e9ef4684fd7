/* connect.c: what a client and its echo talk through (see errands.h). */
#include "ways/errands.h"

#include <sys/socket.h>

int errands_connect(int ends[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends);
}
