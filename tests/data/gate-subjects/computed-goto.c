/* Gate: refused 'a jump to a computed label' line 5 */
void fix(void)
{
	void *where = 0;
	where = &&end;
	goto *where;
end:
	return;
}
