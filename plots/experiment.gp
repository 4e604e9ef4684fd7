# experiment.gp: the picture of an experiment of a lab that measures (see harness/lab/lab.h). draw.sh
# draws it for each result file of one, unless the lab's plot.gp has a picture of its own for it:
#
#   call 'plots/experiment.gp' NAME
#
# Against a parameter: a line with its interval for each curve. Without one: a dot with its interval.
# Filled symbols stand for one core, hollow ones for two. Beyond seven subjects colours begin anew,
# with other symbols and dots.

name = ARG1
fact(key) = system("sed -n 's/^# ".key.": //p' ".results.'/'.name.".tsv | head -n 1")
unit = fact('unit')
call 'plots/style.gp' name fact('experiment') fact('note')

# ---- reading: only the value, not the extras; the twin on its own ------------------------------
rows = "awk -F'\t' '/^#/ || $2 == \"subject\" || $2 == \"twin\" { next } "
subjects = system(rows.'!seen[$2]++ { printf "\"%s\" ", $2 }'."' ".data)
# Only curves of which something is known; where each runs, and whose it is.
known(n) = system(rows.'$5 == "value" && $6 ~ /^[0-9]/ && !seen[$1]++ { printf "\"%s\" ", $'.n." }' ".data)
series = known(1)
places = known(3)
owners = known(2)
values = system("awk -F'\t' '/^#/ || $2 == \"subject\" { next } !seen[$4]++ { printf \"%s \", $4 }' ".data)
lowest = real(system("awk -F'\t' '$5 == \"value\" && $7 > 0 && (m == \"\" || $7 + 0 < m) { m = $7 + 0 } END { print m + 0 }' ".data))
highest = real(system("awk -F'\t' '$5 == \"value\" && $8 > 0 && $8 + 0 > m { m = $8 + 0 } END { print m + 0 }' ".data))
is_it(s) = strcol('series') eq s && strcol('measure') eq 'value'
# Nothing of 0 or less can be drawn on a logarithmic axis: it ends at the edge.
above(v) = v > 0 ? v : lowest / 10
owner(i) = position(subjects, word(owners, i))
hue(i) = colour((owner(i) - 1) % 7 + 1)
# Filled and hollow forms of a symbol are neighbours; beyond seven subjects the forms begin anew.
forms = '7 9 5 13 11 15 3'
symbol(i) = int(word(forms, (owner(i) - 1 + (owner(i) - 1) / 7 * 3) % 7 + 1)) - (word(places, i) eq 'across cores')

# ---- numbers that read well ----------------------------------------------------------------------
in_bytes = strstrt(fact('parameter'), 'bytes') > 0
short(v) = !in_bytes ? sprintf('%d', v) : v >= 2**30 && int(v) % 2**30 == 0 ? sprintf('%d Gi', v / 2**30) \
	: v >= 2**20 && int(v) % 2**20 == 0 ? sprintf('%d Mi', v / 2**20) \
	: v >= 2**10 && int(v) % 2**10 == 0 ? sprintf('%d Ki', v / 2**10) : sprintf('%d', v)
is_ns = unit[1:2] eq 'ns'
is_kib = unit[1:3] eq 'KiB'
nanoseconds(v) = v < 1e3 ? sprintf('%g ns', v) : v < 1e6 ? sprintf('%g µs', v / 1e3) \
	: v < 1e9 ? sprintf('%g ms', v / 1e6) : sprintf('%g s', v / 1e9)
kibibytes(v) = v < 2**10 ? sprintf('%g KiB', v) : v < 2**20 ? sprintf('%g MiB', v / 2**10) \
	: sprintf('%g GiB', v / 2**20)
plain(v) = v >= 1e9 ? sprintf('%g G', v / 1e9) : v >= 1e6 ? sprintf('%g M', v / 1e6) \
	: v >= 1e4 ? sprintf('%g k', v / 1e3) : sprintf('%g', v)
decades = highest > 0 && lowest > 0 ? log10(highest / lowest) : 1
steps = decades > 3 ? '1' : decades > 0.7 ? '1 2 5' : '1 2 3 4 5 6 7 8 9'
label_axis = (is_ns ? 'time'.unit[3:*] : is_kib ? 'memory'.unit[4:*] : unit).' (log scale)'
set encoding utf8

if (fact('parameter') ne '') {
	is_log = fact('scale') eq 'log'
	set logscale y
	if (is_log) { set logscale x 2 }
	set ytics (1)
	if (is_ns) { set for [e = -1:10] for [d in steps] ytics add (nanoseconds(d * 10.0 ** e) d * 10.0 ** e) }
	if (is_kib) { set for [e = -3:24:2] ytics add (kibibytes(2.0 ** e) 2.0 ** e) }
	if (!is_ns && !is_kib) { set for [e = -6:12] for [d in steps] ytics add (plain(d * 10.0 ** e) d * 10.0 ** e) }
	set yrange [lowest / 1.3:highest * 1.3]
	first_value = real(word(values, 1)); last_value = real(word(values, words(values)))
	margin = (last_value - first_value) * 0.03
	set xrange [is_log ? first_value / 1.15 : first_value - margin:is_log ? last_value * 1.15 : last_value + margin]
	set xtics ()
	set for [v in values] xtics add (short(real(v)) real(v))
	set xlabel fact('parameter')
	set ylabel label_axis
	if (is_kib) { set lmargin at screen 0.125 } # its numbers are wider
	x(i) = is_it(word(series, i)) ? column('parameter') : NaN
	do for [i = 1:words(series)] {
		set style line 20 + i lw 2.2 ps 1 lc rgb hue(i) pt symbol(i) dt 1
		if (owner(i) > 7) { set style line 20 + i dt (2,3) }
		if (word(places, i) eq 'across cores') { set style line 20 + i dt (6,4) }
	}
	plot for [i = 1:words(series)] data using (x(i)):(above(column('low'))):(above(column('high'))) \
			@band lc rgb hue(i) notitle, \
		for [i = 1:words(series)] data using (x(i)):(column('value')) \
			with linespoints ls 20 + i title word(series, i)
} else {
	set logscale x
	set xtics ()
	if (is_ns) { set for [e = -1:10] for [d in steps] xtics add (nanoseconds(d * 10.0 ** e) d * 10.0 ** e) }
	if (is_kib) { set for [e = -3:24:2] xtics add (kibibytes(2.0 ** e) 2.0 ** e) }
	if (!is_ns && !is_kib) { set for [e = -6:12] for [d in steps] xtics add (plain(d * 10.0 ** e) d * 10.0 ** e) }
	set xrange [lowest / 1.5:highest * 1.5]
	set yrange [words(subjects) + 0.6:0.4]
	set ytics scale 0 noenhanced ('' 0)
	set for [i = 1:words(subjects)] ytics add (word(subjects, i) i)
	longest = 0
	do for [i = 1:words(subjects)] {
		if (strlen(word(subjects, i)) > longest) { longest = strlen(word(subjects, i)) }
	}
	left_edge = 0.04 + 0.0085 * longest
	set lmargin at screen left_edge
	set xlabel label_axis
	lift(i) = word(places, i) eq 'same core' ? -0.12 : word(places, i) eq 'across cores' ? 0.12 : 0
	y(i) = is_it(word(series, i)) ? owner(i) + lift(i) : NaN
	again(dummy) = strcol('series') eq 'twin' && strcol('measure') eq 'value' ? 1.3 : NaN
	# Rows have names, so colour and symbol are free to tell the placement.
	kind(i) = word(places, i) eq 'same core' ? 1 : word(places, i) eq 'across cores' ? 2 : 3
	form(k) = word('7 4 13', k)
	has(place) = position(places, place) > 0
	unset key
	set bmargin at screen 0.215
	set label 90 'first again (control)' at screen 0.8,0.077 left point ls 8 ps 0.7 offset 1,0
	if (has('same core')) {
		set label 91 'same core' at screen 0.5,0.077 left point pt int(form(1)) ps 1.1 lc rgb colour(1) offset 1,0
	}
	if (has('across cores')) {
		set label 92 'across cores' at screen 0.64,0.077 left point pt int(form(2)) ps 1.1 lc rgb colour(2) offset 1,0
	}
	if (has('-') && (has('same core') || has('across cores'))) {
		set label 93 'in one thread, or unpinned' at screen 0.22,0.077 left point pt int(form(3)) ps 1.1 lc rgb colour(3) offset 1,0
	}
	do for [i = 1:words(subjects)] {
		if (position(owners, word(subjects, i)) == 0) {
			set label 100 + i 'not measured here' at graph 0.02, first i left textcolor rgb grey
		}
	}
	plot for [i = 1:words(series)] data using (column('value')):(y(i)):(column('low')):(column('high')) \
			with xerrorbars lw 2.2 ps 1.1 pt int(form(kind(i))) lc rgb colour(kind(i)), \
		data using (column('value')):(again(0)):(column('low')):(column('high')) \
			with xerrorbars ls 8 ps 0.7
}
