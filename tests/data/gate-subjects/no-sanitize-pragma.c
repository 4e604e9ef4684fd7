/* Gate: refused 'code that the detector skips (fix)' line 3 */
#pragma clang attribute push(__attribute__((no_sanitize("thread"))), apply_to = function)
void fix(void)
{
}
#pragma clang attribute pop
