/*
 * coro_boost.cpp: boost.context's side of coro_vs_peers.c (see coro_boost.h).
 *
 * jump_fcontext is the bare switch below boost's fiber class; a fiber with its pooled_fixedsize_stack
 * is what a user of the library would write for many short-lived coroutines.
 */
#include "coro_boost.h"

#include <boost/context/detail/fcontext.hpp>
#include <boost/context/fiber.hpp>
#include <boost/context/pooled_fixedsize_stack.hpp>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace context = boost::context;

static void bounce(context::detail::transfer_t transfer)
{
	for (;;)
		transfer = context::detail::jump_fcontext(transfer.fctx, nullptr);
}

void boost_switch(long count)
{
	alignas(64) static char stack[64 * 1024];
	context::detail::fcontext_t other =
		context::detail::make_fcontext(stack + sizeof stack, sizeof stack, bounce);

	for (long i = 0; i < count; i += 2)
		other = context::detail::jump_fcontext(other, nullptr).fctx;
}

void boost_create(long count, unsigned long stack_size)
{
	static context::pooled_fixedsize_stack pool(stack_size);
	static volatile long ran;

	for (long i = 0; i < count; i++) {
		context::fiber fiber(std::allocator_arg, pool, [](context::fiber &&resumer) {
			ran = ran + 1;
			return std::move(resumer);
		});
		std::move(fiber).resume();
	}
}

void boost_round(long count, int fibers, unsigned long stack_size)
{
	static context::pooled_fixedsize_stack pool(stack_size);
	static std::vector<context::fiber> all;

	while (static_cast<int>(all.size()) < fibers)
		all.emplace_back(std::allocator_arg, pool, [](context::fiber &&resumer) {
			for (;;)
				resumer = std::move(resumer).resume();
			return std::move(resumer);
		});
	for (long i = 0, next = 0; i < count; i++, next = next + 1 == fibers ? 0 : next + 1)
		all[next] = std::move(all[next]).resume();
}
