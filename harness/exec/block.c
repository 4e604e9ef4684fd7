/* block.c: the block of memory that all workers share (see exec.h and block.h). */
#include "exec/block.h"
#include "exec/exec.h"

#include "base/die.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BLOCK_MAGIC UINT64_C(0x696e7465726c6561)

/* One page before the block holds what exec must know of it; the block starts page-aligned. */
struct header {
	uint64_t magic;
	size_t size; /* bytes of the block, whole pages, without the header's page */
};

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

static struct header *header_of(void *block)
{
	struct header *header = (struct header *)((char *)block - page_size());

	BUG_UNLESS(header->magic == BLOCK_MAGIC);
	return header;
}

void *exec_block_open(size_t size)
{
	size_t page = page_size();
	size_t whole = (size + page - 1) / page * page;
	char *base = mmap(NULL, page + whole, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	struct header *header = (struct header *)base;

	if (base == MAP_FAILED)
		return NULL;
	header->magic = BLOCK_MAGIC;
	header->size = whole;
	return base + page;
}

void exec_block_close(void *block)
{
	struct header *header = header_of(block);

	if (munmap(header, page_size() + header->size) != 0)
		BUG("munmap of a block of %zu bytes failed", header->size);
}

int block_make_private(void *block)
{
	size_t size = header_of(block)->size;
	void *copy = malloc(size);
	void *mapped;

	if (!copy)
		return -1;
	memcpy(copy, block, size);
	mapped = mmap(block, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
		      -1, 0);
	if (mapped == block)
		memcpy(block, copy, size);
	free(copy);
	return mapped == block ? 0 : -1;
}

void block_prefault(void *block)
{
	size_t size = header_of(block)->size;

	if (size == 0 || madvise(block, size, MADV_POPULATE_WRITE) == 0)
		return;
	/* Before Linux 5.14: an atomic addition of nothing touches a page and changes no byte. */
	for (size_t at = 0; at < size; at += page_size())
		atomic_fetch_add((_Atomic unsigned char *)block + at, 0);
}
