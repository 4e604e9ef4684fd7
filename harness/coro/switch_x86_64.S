/*
 * switch_x86_64.S: the switch for x86-64, System V ABI (see switch.h).
 *
 * The ABI (psABI 1.0, section 3.2.1) says which registers a function must hand back as it found
 * them: rbx, rbp, r12 to r15 and rsp. All others, every vector register among them, are the
 * caller's to save, and the compiler has done so by the time it calls switch_to. So six registers,
 * the stack pointer and the place to go on are the whole state of a computation that called us.
 *
 * A waiting stack:
 *
 *     context + 48   where to go on: the return address that `call switch_to` pushed
 *     context + 40   rbp
 *     context + 32   rbx
 *     context + 24   r12
 *     context + 16   r13
 *     context +  8   r14
 *     context +  0   r15
 */

	.text

/*
 * void switch_to(void **from, void *to)          from in rdi, to in rsi
 *
 * Any order of pushes would do as long as the pops mirror it and switch_prepare lays out the same
 * picture. rbp goes first because then it lies just below the return address, as in every frame
 * of code with frame pointers, and a profiler can walk past us.
 */
	.globl	switch_to
	.type	switch_to, @function
	.p2align 4
switch_to:
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, (%rdi)		/* this stack now waits... */
	movq	%rsi, %rsp		/* ...and from here on we are on the other one */
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	/*
	 * `ret` would do the same as the next two lines, and be three times slower. The processor
	 * predicts a `ret` from a small private stack of the calls it has seen, and the last call
	 * it saw came from the stack we have just left: every prediction would be wrong, and the
	 * pipeline would be emptied each time. An indirect jump is predicted from the history of
	 * branches instead, which learns who follows whom.
	 */
	popq	%rcx
	jmp	*%rcx
	.size	switch_to, . - switch_to

/*
 * void *switch_prepare(void *stack, size_t size, void (*entry)(void))     in rdi, rsi, rdx
 *
 * Paint a waiting stack by hand, as if entry had called switch_to just before its first line. The
 * ABI wants rsp to be 8 off a multiple of 16 at that line (a call has just pushed 8 bytes); the
 * zeros there and in rbp stand for "nobody called": debuggers and unwinders stop at them.
 */
	.globl	switch_prepare
	.type	switch_prepare, @function
	.p2align 4
switch_prepare:
	leaq	-64(%rdi,%rsi), %rax	/* 8 words: one cache line below the end of the stack */
	xorl	%ecx, %ecx
	movq	%rcx, 56(%rax)		/* the return address of entry */
	movq	%rdx, 48(%rax)		/* where to go on: at entry */
	movq	%rcx, 40(%rax)		/* rbp */
	movq	%rcx, 32(%rax)		/* rbx */
	movq	%rcx, 24(%rax)		/* r12 */
	movq	%rcx, 16(%rax)		/* r13 */
	movq	%rcx, 8(%rax)		/* r14 */
	movq	%rcx, 0(%rax)		/* r15 */
	ret
	.size	switch_prepare, . - switch_prepare

	.section .rodata
	.globl	switch_name
	.type	switch_name, @object
switch_name:
	.asciz	"x86_64"
	.size	switch_name, . - switch_name

/* Our stacks hold data, never code: without this note the linker would make them executable. */
	.section .note.GNU-stack, "", @progbits

/*
 * Control-flow enforcement (CET): there is no .note.gnu.property that would claim support for it,
 * on purpose. With a shadow stack the processor keeps a second copy of the return addresses, which
 * would have to be switched as well; a program that contains this file is started without one.
 */
