# plot.gp: this lab's picture of its own (see plots/style.gp); the others are as for every experiment.

# ---- what the lines buy: lines of code.tsv against times of mixed.tsv ----------------------------
call 'plots/style.gp' 'code' 'What do lines of code buy?' \
	'Requests that wait for 75 % of their time: lines of each way, and the time until all are answered (95 % interval).'
joined = "< awk -F'\t' -v OFS='\t' 'BEGIN { print \"way\", \"lines\", \"ms\", \"low\", \"high\" } ". \
	"/^#/ || $1 == \"twin\" || $5 != \"value\" || $6 !~ /^[0-9]/ { next } ". \
	"FNR == NR { if ($4 == 75) { ms[$1] = $6; low[$1] = $7; high[$1] = $8 } next } ". \
	"$1 in ms { print $1, $6, ms[$1], low[$1], high[$1] }' ".results."/mixed.tsv ".data
ways = '"serial" "coroutines" "processes" "thread pool" "threads" "async x processes"'
is_it(i) = strcol('way') eq word(ways, i)
@log_y
set for [d in '3 4 7 15 30 70 150'] ytics add (d real(d))
extreme(column, sign) = real(system(joined[3:*]." | awk 'NR > 1 && (m == \"\" || ".sign." * $".column. \
	" > ".sign." * m) { m = $".column." } END { print m + 0 }' FS='\t'"))
lowest = extreme('4', '-1')
set xrange [0:*]
set xlabel 'lines of code, without comments and blanks'
set ylabel 'ms until all are answered (log scale)'
if (lowest > 0) {
	set yrange [lowest / 1.3:extreme('5', '1') * 1.3]
	plot for [i = 1:words(ways)] joined \
		using (is_it(i) ? column('lines') : NaN):(column('ms')):(column('low')):(column('high')) \
		with yerrorbars lw 2.2 ps 1.5 pt point(i) lc rgb colour(i) title word(ways, i)
} else {
	set label 90 'not measured here' at graph 0.5,0.5 center textcolor rgb grey
	plot [0:1] [1:10] 1 / 0 notitle
}
