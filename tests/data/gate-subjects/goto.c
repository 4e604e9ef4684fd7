/* Gate: allowed */
void fix(void)
{
	int tries = 0;

again:
	switch (tries++) {
	case 0:
	case 1:
		goto again;
	case 7:
		break;
	default:
		return;
	}
}
