/* Gate: refused 'inline assembly' line 2 */
__asm__(".globl pthread_mutex_lock");

void fix(void)
{
}
