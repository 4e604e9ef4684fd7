# timeline.gp: who ran where and when, in each way: rows for the cores and rows for the tasks. draw.sh
# draws it for each result file timeline-NAME.tsv (harness/lab/tour_trace.c):
#
#   call 'plots/timeline.gp' NAME
#
# A bar is a task that runs, with its colour and its number; a hatched one waits. Where a task has no
# bar it is ready and has no core, or has not begun, or is done.

name = ARG1
fact(key) = system("sed -n 's/^# ".key.": //p' ".results.'/'.name.".tsv | head -n 1")
call 'plots/style.gp' name fact('experiment') fact('note')
set encoding utf8
unit_ms = real(fact('unit_ms'))
scale = unit_ms > 0 ? unit_ms : 1

# ---- rows: awk gives every way, core and task a place, from the top --------------------------------
# Prints, for each bar: start stop y task state kind, and to other questions the rows' names.
layout = "awk -F'\t' -v scale=".sprintf('%.6f', scale)." -v want=%s '". \
	'/^# tasks: /{ split($0, f, ": "); tasks = f[2] } '. \
	'/^# missing: /{ if (!((m = $0) in gone)) { sub(/^# missing: /, "", m); w = m; sub(/: .*/, "", w); '. \
	'sub(/^[^:]*: /, "", m); gone[w] = m; if (!(w in place)) { order[++ways] = w; place[w] = 1 } } } '. \
	'/^# elapsed_ms: /{ e = $0; sub(/^# elapsed_ms: /, "", e); w = e; sub(/: .*/, "", w); sub(/.*: /, "", e); '. \
	'elapsed[w] = e; if (!(w in place)) { order[++ways] = w; place[w] = 1 } } '. \
	'/^#/ || $1 == "way" { next } '. \
	'{ row[++n] = $0; seen[$3] = 1 } '. \
	'END { for (c in seen) cores++; k = 0; for (c = 0; c < 4096; c++) if (c in seen) rank[c] = k++; '. \
	'shown = tasks <= 8 ? tasks : 0; height = cores + shown + 1.1; '. \
	'if (want == "size") print ways * height, cores, shown, ways; '. \
	'for (i = 1; i <= ways; i++) { top = (i - 1) * height; w = order[i]; '. \
	'if (want == "ways") printf "\"%%s\" ", w; '. \
	'if (want == "ends") printf "%%s ", (w in gone) ? "-" : sprintf("%%.4f", elapsed[w] / scale); '. \
	'if (want == "gone") printf "\"%%s\" ", (w in gone) ? gone[w] : "-"; '. \
	'if (want == "tops") printf "%%.3f ", top; first[w] = top } '. \
	'if (want == "cores") for (c = 0; c < 4096; c++) if (c in seen) printf "%%d ", c; '. \
	'if (want == "bars") for (i = 1; i <= n; i++) { split(row[i], f, "\t"); t = first[f[1]]; '. \
	'wait = f[4] == "waiting"; '. \
	'if (!wait) print f[5] / scale, f[6] / scale, t + rank[f[3]], f[2], 0, "core"; '. \
	'if (shown) print f[5] / scale, f[6] / scale, t + cores + 0.25 + f[2], f[2], wait, "task" } }'."' ".data
ask(what) = system(sprintf(layout, what))
size = ask('size')
total = real(word(size, 1)); cores = int(word(size, 2)); shown = int(word(size, 3)); ways = int(word(size, 4))
way_names = ask('ways'); tops = ask('tops'); ends = ask('ends'); gone = ask('gone'); core_names = ask('cores')

# Many rows need more room than the pictures of labs usually have.
tall = total > 34 ? 34 + (total - 34) * 0.85 : 34
stretch = tall / 34.0
if (format eq 'svg') {
	set terminal svg size 960,int(560 * stretch) background '#ffffff' font 'sans-serif,14' enhanced \
		name lab.'_'.system("echo '".name."' | tr - _")
} else {
	set terminal pngcairo size 1920,int(1120 * stretch) background '#ffffff' font 'DejaVu Sans,11' \
		fontscale 2 linewidth 2 pointscale 2.5 enhanced
}
set output out.'/'.lab.'-'.name.'.'.format
up(y) = 1 - (1 - y) / stretch
down(y) = y / stretch
set label 1 at screen 0.02,up(0.945)
set label 2 at screen 0.02,up(0.89)
set label 3 at screen 0.02,down(0.03)
set tmargin at screen up(0.85)
set bmargin at screen down(0.2)
set lmargin at screen 0.27
set rmargin at screen 0.93

# ---- axes ----------------------------------------------------------------------------------------
longest = 0
do for [i = 1:ways] { if (word(ends, i) ne '-' && real(word(ends, i)) > longest) { longest = real(word(ends, i)) } }
set xrange [0:longest > 0 ? longest * 1.08 : 1]
set yrange [total - 0.6:-0.6]
set xlabel unit_ms > 0 ? sprintf('time (units of %g ms)', unit_ms) : 'time (ms)'
set xlabel offset 0,0.4
if (unit_ms > 0 && longest < 30) { set xtics 0, 1 }
set grid xtics noytics
set border 1
unset key
set ytics scale 0 font small_font noenhanced ('' -10)
do for [i = 1:ways] {
	top = real(word(tops, i))
	do for [k = 1:cores] { set ytics add ('core '.word(core_names, k) top + k - 1) }
	do for [k = 1:shown] { set ytics add (sprintf('task %d', k) top + cores + 0.25 + k - 1) }
	set label 100 + i word(way_names, i) at screen 0.02, first (top + (cores + shown - 0.75) / 2) left \
		noenhanced
	if (word(gone, i) ne '-') {
		set label 200 + i word(gone, i) at graph 0.01, first (top + (cores + shown - 0.75) / 2) \
			left noenhanced textcolor rgb '#444444' font small_font
	} else {
		set label 200 + i sprintf('%.1f', real(word(ends, i))) at first real(word(ends, i)), \
			first (top + (cores - 1) / 2.0) left offset 0.6,0
	}
	if (i > 1) {
		set arrow 300 + i from screen 0.02, first (top - 0.8) to screen 0.93, first (top - 0.8) \
			nohead lw 0.7 lc rgb '#bbbbbb'
	}
}

# ---- what the marks mean ---------------------------------------------------------------------------
low = down(0.076); high = down(0.094); middle = down(0.085)
set object 1 rectangle from screen 0.02,low to screen 0.045,high fs solid 0.85 noborder fc rgb colour(1)
set label 90 'runs' at screen 0.052,middle left font small_font
set object 2 rectangle from screen 0.1,low to screen 0.125,high fc rgb colour(1) fs pattern 4 border lc rgb colour(1)
set label 91 'waits' at screen 0.132,middle left font small_font
set label 92 'no bar: ready without a core, not begun, or done.  Behind each way: when all were done.' \
	at screen 0.19,middle left font small_font

# ---- bars ----------------------------------------------------------------------------------------
set datafile separator whitespace
unset datafile columnheaders
bars = '< '.sprintf(layout, 'bars')
half(kind) = kind eq 'core' ? 0.42 : 0.34
is_of(i, w) = int(column(4)) % 7 == i - 1 && int(column(5)) == w
x0(i, w) = is_of(i, w) ? column(1) : NaN
wide = longest * 0.018
# On dark colours the number is white, on light ones black.
is_dark(task) = task % 7 == 0 || task % 7 == 6
number(dark) = strcol(6) eq 'core' && column(2) - column(1) > wide && is_dark(int(column(4))) == dark \
	? (column(1) + column(2)) / 2 : NaN
plot for [i = 1:7] bars using (x0(i, 0)):3:1:2:(column(3) - half(strcol(6))):(column(3) + half(strcol(6))) \
		with boxxyerror fs solid 0.85 noborder lc rgb colour(i), \
	for [i = 1:7] bars using (x0(i, 1)):3:1:2:(column(3) - half(strcol(6))):(column(3) + half(strcol(6))) \
		with boxxyerror lc rgb colour(i) fs pattern 4 border, \
	for [dark = 0:1] bars using (number(dark)):3:(sprintf('%d', int(column(4)) + 1)) with labels \
		font small_font textcolor rgb (dark ? '#ffffff' : '#000000')
