/* Gate: refused 'an attribute that switches a detector off' line 0 */
#define JOIN(a, b) a##b

__attribute__((JOIN(no_, sanitize)("undefined"))) void fix(void)
{
}
