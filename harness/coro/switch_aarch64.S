/*
 * switch_aarch64.S: the switch for 64-bit Arm (see switch.h; switch_x86_64.S explains the idea).
 *
 * The ABI (AAPCS64, section 6.1) makes a function hand back x19 to x28, the frame pointer x29, sp,
 * and the lower halves d8 to d15 of eight vector registers. The return address comes in x30, the
 * link register. A waiting stack:
 *
 *     context + 144   x29, x30 (where to go on)
 *     context +  64   x19 ... x28
 *     context +   0   d8 ... d15
 */

	.text

/*
 * void switch_to(void **from, void *to)          from in x0, to in x1
 *
 * sp must stay a multiple of 16, so registers go in pairs. The pair x29, x30 lies at the top, as
 * in every frame of code with frame pointers.
 */
	.globl	switch_to
	.type	switch_to, %function
	.p2align 4
switch_to:
	sub	sp, sp, #160
	stp	d8, d9, [sp, #0]
	stp	d10, d11, [sp, #16]
	stp	d12, d13, [sp, #32]
	stp	d14, d15, [sp, #48]
	stp	x19, x20, [sp, #64]
	stp	x21, x22, [sp, #80]
	stp	x23, x24, [sp, #96]
	stp	x25, x26, [sp, #112]
	stp	x27, x28, [sp, #128]
	stp	x29, x30, [sp, #144]
	mov	x9, sp
	str	x9, [x0]		/* this stack now waits... */
	mov	sp, x1			/* ...and from here on we are on the other one */
	ldp	d8, d9, [sp, #0]
	ldp	d10, d11, [sp, #16]
	ldp	d12, d13, [sp, #32]
	ldp	d14, d15, [sp, #48]
	ldp	x19, x20, [sp, #64]
	ldp	x21, x22, [sp, #80]
	ldp	x23, x24, [sp, #96]
	ldp	x25, x26, [sp, #112]
	ldp	x27, x28, [sp, #128]
	ldp	x29, x16, [sp, #144]
	add	sp, sp, #160
	/*
	 * br and not ret: ret is predicted from the calls seen last, which were made on the stack
	 * we left. The link register is ours to spoil (we were called); zero tells a debugger at
	 * the first line of an entry that nobody called it.
	 */
	mov	x30, xzr
	br	x16
	.size	switch_to, . - switch_to

/*
 * void *switch_prepare(void *stack, size_t size, void (*entry)(void))     in x0, x1, x2
 */
	.globl	switch_prepare
	.type	switch_prepare, %function
	.p2align 4
switch_prepare:
	add	x0, x0, x1
	sub	x0, x0, #160
	stp	xzr, xzr, [x0, #0]
	stp	xzr, xzr, [x0, #16]
	stp	xzr, xzr, [x0, #32]
	stp	xzr, xzr, [x0, #48]
	stp	xzr, xzr, [x0, #64]
	stp	xzr, xzr, [x0, #80]
	stp	xzr, xzr, [x0, #96]
	stp	xzr, xzr, [x0, #112]
	stp	xzr, xzr, [x0, #128]
	stp	xzr, x2, [x0, #144]
	ret
	.size	switch_prepare, . - switch_prepare

	.section .rodata
	.globl	switch_name
	.type	switch_name, %object
switch_name:
	.asciz	"aarch64"
	.size	switch_name, . - switch_name

/*
 * Our stacks hold data, never code. There is no note that claims branch target identification or
 * guarded control stacks (BTI, GCS): a jump into the middle of a function is what a switch is.
 */
	.section .note.GNU-stack, "", %progbits
