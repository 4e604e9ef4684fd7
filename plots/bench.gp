# bench.gp: how ours stands beside peers (make bench): one row a comparison. See plots/style.gp.
call 'plots/style.gp' 'bench' 'How do our primitives compare with those of others?' \
	'Our time over the peer''s, median and 95 % interval; to the left we are faster. Bars: the target, at most.'
names = unique('name')
n = words(names)
row(i) = n - position(names, strcol('name')) + 1
is(word) = strcol('verdict') eq word ? column('ratio') : NaN
set lmargin at screen 0.33
set key at screen 0.99,0.02 right bottom horizontal samplen 1 width 0
set logscale x
set format x '%g'
set xlabel 'ours / peer (log scale)'
set yrange [0.4:n + 0.6]
unset ytics
set for [i = 1:n] label 100 + i word(names, i) at graph -0.02, first n - i + 1 right noenhanced font small_font
set arrow 1 from 1, graph 0 to 1, graph 1 nohead lw 1 lc rgb grey dt (4,4)
plot data using (column('target')):(row(0)):(0):(0.32) with vectors nohead lw 3 lc rgb '#999999' dt 1 notitle, \
	data using (column('target')):(row(0)):(0):(-0.32) with vectors nohead lw 3 lc rgb '#999999' dt 1 title 'target', \
	data using (column('ratio')):(row(0)):(column('low')):(column('high')) \
		with xerrorbars pt 0 lw 2 lc rgb '#444444' dt 1 notitle, \
	data using (is('reached')):(row(0)) with points ls 1 title 'reached', \
	data using (is('missed')):(row(0)) with points ls 2 title 'missed', \
	data using (is('not decided')):(row(0)) with points ls 8 title 'not decided', \
	data using (is('for comparison')):(row(0)) with points ls 3 title 'no target'
