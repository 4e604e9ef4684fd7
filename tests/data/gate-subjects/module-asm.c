/* Gate: refused 0 assembly */
__asm__(".globl pthread_mutex_lock");

void fix(void)
{
}
