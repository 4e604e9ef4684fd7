/* Gate: refused 'code that the detector skips (fix)' line 2 */
__attribute__((disable_sanitizer_instrumentation)) void fix(void)
{
}
