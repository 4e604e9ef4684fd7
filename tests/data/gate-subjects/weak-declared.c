/* Gate: refused 'a weak name (sched_yield)' line 6 */
int sched_yield(void) __attribute__((weak));

void fix(void)
{
	sched_yield();
}
