/* Gate: refused 2 disable_sanitizer_instrumentation */
__attribute__((disable_sanitizer_instrumentation)) void fix(void)
{
}
