# plot.gp: this lab's own picture (see plots/style.gp); plots/experiment.gp draws the others.

# ---- what waiting costs: time, processor time and switches side by side -----------------------------
call 'plots/style.gp' 'waits' 'What do N tasks take that only wait?' \
	'Each waits once, 10 to 20 ms. Medians and 95 % intervals, logarithmic scales.'
names = unique('subject')
n = words(names) - 1 # the twin comes last
x(i, m) = strcol('subject') eq word(names, i) && strcol('measure') eq m ? column('parameter') : NaN
floor_of(v) = v > 0 ? v : 0.1
set logscale xy
set xrange [8:12500]
set xtics ("10" 10, "100" 100, "1,000" 1e3, "10,000" 1e4) font ',10'
set xlabel 'tasks'
set grid
set tmargin at screen 0.76
set bmargin at screen 0.3
unset key
set multiplot
do for [panel = 1:3] {
	m = word('"value" "CPU ms" "switches"', panel)
	set lmargin at screen 0.085 + (panel - 1) * 0.315
	set rmargin at screen 0.085 + (panel - 1) * 0.315 + 0.225
	set ytics (0) format '%g'
	set for [e = -1:3] for [d in panel == 1 ? '1 2 5' : '1'] \
		ytics add (sprintf('%g', d * 10.0 ** e) d * 10.0 ** e)
	set for [e = 4:6] ytics add (sprintf('%gk', 10.0 ** (e - 3)) 10.0 ** e)
	set label 10 word('"time (ms)" "processor time (ms)" "switches by the kernel"', panel) \
		at graph 0,1.07 left
	plot for [i = 1:n] data using (x(i, m)):(floor_of(column('low'))):(column('high')) \
			@band lc rgb colour(i) notitle, \
		for [i = 1:n] data using (x(i, m)):(column('value')) with linespoints ls i \
			title word(names, i).(panel > 1 ? ': '.m : '')
	unset for [l = 1:3] label l
}
# Titles above are for the page, where a point tells its figure (plots/README.md).
# The key alone, in a row below: a panel would be too narrow for it.
unset for [l = 1:10] label l
unset border
unset tics
unset xlabel
set yrange [1:2]
set lmargin at screen 0.02
set rmargin at screen 0.98
set key at screen 0.5,0.09 center bottom horizontal noenhanced Left reverse samplen 3.5 width 2
plot for [i = 1:n] NaN with linespoints ls i title word(names, i)
unset multiplot
