/* Gate: refused 'an attribute that switches a detector off' line 2 */
__attribute__((no_sanitize("address"))) void fix(void)
{
}
