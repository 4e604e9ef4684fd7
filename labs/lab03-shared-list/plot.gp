# plot.gp: this lab's pictures (see plots/style.gp for what they share; plots/draw.sh draws them).

# ---- how likely the bug is to show -------------------------------------------------------------
call 'plots/style.gp' 'probability' 'How likely is it that an unlocked list loses nodes?' \
	'Share of runs in which the bug shows; bands: 95 % interval.'
series = unique('series')
x(i) = strcol('series') eq word(series, i) ? column('ops') : NaN
set logscale x
set xrange [least('ops') / 1.2:most('ops') * 1.2]
set xlabel 'inserts per worker'
set ylabel 'runs in which the bug shows'
@counts_x
@percent_y
plot for [i = 1:words(series)] data using (x(i)):(100 * column('low')):(100 * column('high')) \
		@band lc rgb colour(i) notitle, \
	for [i = 1:words(series)] data using (x(i)):(100 * column('share')) \
		with linespoints ls i title word(series, i)

# ---- how much is lost --------------------------------------------------------------------------
call 'plots/style.gp' 'crowd' 'How many nodes are lost as workers are added?' \
	'Share of all nodes that were pushed and are not on the list; mean of the runs; bands: 95 % interval.'
series = unique('series')
x(i) = strcol('series') eq word(series, i) ? column('workers') : NaN
set xrange [least('workers') - 0.2:most('workers') + 0.2]
set xtics 1
set xlabel 'workers'
set ylabel 'nodes lost (log scale above 0.1 %)'
@percent_log_y
plot for [i = 1:words(series)] \
		data using (x(i)):(100 * column('harm_low')):(100 * column('harm_high')) \
		@band lc rgb colour(i) notitle, \
	for [i = 1:words(series)] data using (x(i)):(100 * column('harm')) \
		with linespoints ls i title word(series, i)

# ---- what an insert costs ----------------------------------------------------------------------
call 'plots/style.gp' 'cost' 'What does one insert cost?' \
	'Time per insert: median and 95 % interval. The control is the first variant, measured a second time.'
models = unique('model')
variants = unique('variant')
n = words(variants)
label(i) = word(variants, i) eq 'twin' ? word(variants, 1).' again (control)' \
	: word(variants, i)[strstrt(word(variants, i), '/') + 1:*]
x(i) = strcol('variant') eq word(variants, i) \
	? position(models, strcol('model')) + (i - (n + 1) / 2.0) * 0.8 / n : NaN
@log_y
set xrange [0.5:words(models) + 0.5]
set yrange [least('low_ns') / 1.5:most('high_ns') * 1.5]
set xtics scale 0 ('' 1)
set for [m = 1:words(models)] xtics add (word(models, m) m)
set for [m = 1:words(models):2] object m rectangle behind from m - 0.5, graph 0 to m + 0.5, graph 1 \
	fillcolor rgb '#f3f3f3' fillstyle solid noborder
set grid noxtics
set key samplen 2
set xlabel 'execution model'
set ylabel 'nanoseconds per insert (log scale)'
style(i) = word(variants, i) eq 'twin' ? 8 : i
plot for [i = 1:n] data using (x(i)):(column('median_ns')):(column('low_ns')):(column('high_ns')) \
		with yerrorbars ls style(i) dt solid pt 0 notitle, \
	for [i = 1:n] data using (x(i)):(column('median_ns')) with points ls style(i) title label(i)
