/* Gate: allowed */
static int llvm_gcov_total;

void fix(void)
{
	llvm_gcov_total++;
}
