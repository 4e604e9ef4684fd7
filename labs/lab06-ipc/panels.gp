# panels.gp: one core to the left, two to the right, on the same scales, with one key. plot.gp sets
# `shown`, the ways in question, and what the y axis says.
set encoding utf8
seen(edge) = real(system("awk -F'\t' '$5 == \"value\" && $6 ~ /^[0-9]/ && (m == \"\" || ".edge.") { m = $6 } END { print m }' ".data))
lowest = seen('$6 + 0 < m')
highest = seen('$6 + 0 > m')
x(way, place) = strcol('subject') eq way && strcol('placement') eq place && strcol('measure') eq 'value' \
	&& strcol('series') ne 'twin' ? column('parameter') : NaN
set logscale xy
set xrange [6:1.5 * 2**20]
set yrange [lowest / 2:highest * 2]
set xtics ('8' 8, '64' 64, '1 Ki' 1024, '16 Ki' 16384, '128 Ki' 131072, '1 Mi' 1048576)
set xlabel 'message (bytes, log scale)'
set tmargin at screen 0.8

set multiplot
set lmargin at screen 0.1
set rmargin at screen 0.4
unset key
set label 4 'both on one core' at graph 0.03,1.03 left
plot for [i = 1:words(shown)] data \
		using (x(word(shown, i), 'same core')):(column('low')):(column('high')) \
		@band lc rgb colour(i) notitle, \
	for [i = 1:words(shown)] data using (x(word(shown, i), 'same core')):(column('value')) \
		with linespoints ls i title word(shown, i).' (same core)'

unset for [i = 1:3] label i
unset ylabel
set format y ''
set ytics ()
set for [e = -2:9] ytics add ('' 10.0 ** e)
set lmargin at screen 0.43
set rmargin at screen 0.73
set label 4 'on two cores'
set key at screen 0.735,0.78 left top
plot for [i = 1:words(shown)] data \
		using (x(word(shown, i), 'across cores')):(column('low')):(column('high')) \
		@band lc rgb colour(i) notitle, \
	for [i = 1:words(shown)] data using (x(word(shown, i), 'across cores')):(column('value')) \
		with linespoints ls i title word(shown, i)
unset multiplot
