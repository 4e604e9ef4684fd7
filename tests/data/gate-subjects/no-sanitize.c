/* Gate: refused 'code that the detector skips (fix)' line 2 */
__attribute__((no_sanitize("thread"))) void fix(void)
{
}
