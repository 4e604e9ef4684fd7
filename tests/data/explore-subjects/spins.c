/* Explore: livelock */
/* spins.c: loops forever and reads the same flag. */
static volatile int stop;

int main(void)
{
	while (!stop)
		;
	return 0;
}
