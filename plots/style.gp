# style.gp: opens one picture and sets what all pictures share. A lab's plot.gp says, per picture,
#
#   call 'plots/style.gp' NAME 'Title: a question' 'Subtitle: what was done, what the marks mean'
#   set xlabel ...
#   plot ...
#
# and the picture is drawn from the result file NAME.tsv. draw.sh runs plot.gp once per format,
# with these set: lab (lab03), results and out (folders), format (svg or png). plot.gp may use
#   data                    the result file; its columns by name: column('ops'), strcol('model')
#   unique('series')        the different entries of a column, in order: a list for words() and word()
#   position(list, s)       which word of the list s is; 0 for none
#   least('low_ns'), most('high_ns')   the extremes of a column
#   style lines 1 to 7      line, symbol and dash of the first, second... series; 8: a control
#   colour(i), point(i)     the same one by one
#   @band                   how to draw an interval
#   @percent_y, @counts_x, @log_y      axes that read well
#   @percent_log_y          from 0 to 100 %, where both 0.1 % and 50 % are to be seen
#
# Nothing is told apart by colour alone: each series has a symbol and a dash of its own. Colours:
# Okabe and Ito, "Color Universal Design" (2008), ordered so that neighbours differ in lightness.

reset
data = results.'/'.ARG1.'.tsv'
set output out.'/'.lab.'-'.ARG1.'.'.format
if (format eq 'svg') {
	set terminal svg size 960,560 background '#ffffff' font 'sans-serif,14' enhanced \
		name lab.'_'.system("echo '".ARG1."' | tr - _")
	title_font = ',18'
	small_font = ',11'
} else {
	set terminal pngcairo size 1920,1120 background '#ffffff' font 'DejaVu Sans,11' \
		fontscale 2 linewidth 2 pointscale 2.5 enhanced
	title_font = ',14'
	small_font = ',8.6'
}

# ---- reading: awk finds the column by its name in the first line that is no comment -------------
set datafile separator tab
set datafile columnheaders
column_of(name) = "awk -F'\t' '/^#/ { next } !n { for (n = NF; n && $n != \"".name."\"; n--); next } "
unique(name) = system(column_of(name).'!seen[$n]++ { printf "\"%s\" ", $n }'."' ".data)
least(name) = real(system(column_of(name).'m == "" || $n < m { m = $n } END { print m }'."' ".data))
most(name) = real(system(column_of(name).'m == "" || $n > m { m = $n } END { print m }'."' ".data))
position(list, s) = sum [k = 1:words(list)] (word(list, k) eq s ? k : 0)
machine = system("sed -n 's/^# machine: //p' ".data." | head -n 1 | fold -s -w 130 | head -n 2")

# ---- looks -------------------------------------------------------------------------------------
colours = '#0072B2 #D55E00 #009E73 #CC79A7 #56B4E9 #E69F00 #000000'
points = '7 9 5 13 11 15 6'
colour(i) = word(colours, i)
point(i) = int(word(points, i))
set style line 1 lw 2.2 ps 0.9 pt point(1) lc rgb colour(1) dt solid
set style line 2 lw 2.2 ps 1.0 pt point(2) lc rgb colour(2) dt (9,5)
set style line 3 lw 2.2 ps 0.8 pt point(3) lc rgb colour(3) dt (2,3)
set style line 4 lw 2.2 ps 1.0 pt point(4) lc rgb colour(4) dt (12,4,2,4)
set style line 5 lw 2.2 ps 1.0 pt point(5) lc rgb colour(5) dt (16,6)
set style line 6 lw 2.2 ps 0.9 pt point(6) lc rgb colour(6) dt (5,3)
set style line 7 lw 2.2 ps 0.9 pt point(7) lc rgb colour(7) dt (12,3,2,3,2,3)
set style line 8 lw 2.2 ps 0.9 pt 6 lc rgb '#777777' dt solid
band = 'with filledcurves fill transparent solid 0.18 noborder'

grey = '#666666'
set border 3 lw 0.8 lc rgb grey
set tics nomirror textcolor rgb '#333333' scale 0.6
set format '%g'
set grid lw 0.7 lt 1 lc rgb '#e4e4e4'
set key outside right center vertical Left reverse samplen 3.5 spacing 1.5 width -1 noenhanced
set lmargin at screen 0.1
set tmargin at screen 0.84
set bmargin at screen 0.185
log_y = 'set logscale y; set ytics (1) format "%g"; '. \
	'set for [e = -1:7] for [d in "1 2 5"] ytics add (d * 10 ** e)'
percent_y = "set yrange [-2:102]; set ytics 0, 20, 100 format '%g %%'"
# Linear close to 0, logarithmic from about 0.1 on.
percent_log_y = 'set nonlinear y via asinh(y / 0.05) inverse 0.05 * sinh(y); set yrange [-0.01:110]; '. \
	'set ytics ("0 %%" 0, "0.1 %%" 0.1, "1 %%" 1, "10 %%" 10, "50 %%" 50, "100 %%" 100)'
counts_x = 'set xtics ("1" 1, "10" 10, "100" 100, "1,000" 1e3, "10,000" 1e4, "100,000" 1e5)'

set label 1 '{/:Bold '.ARG2.'}' at screen 0.02,0.945 left font title_font
set label 2 ARG3 at screen 0.02,0.89 left textcolor rgb '#444444' noenhanced
set label 3 machine at screen 0.02,(strstrt(machine, "\n") ? 0.05 : 0.03) left \
	textcolor rgb grey font small_font noenhanced
