/* Gate: refused 'a weak or common definition (pthread_mutex_lock)' line 2 */
__attribute__((weak)) int pthread_mutex_lock(void *mutex)
{
	return !mutex;
}

void fix(void)
{
}
