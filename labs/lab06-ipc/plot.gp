# plot.gp: this lab's pictures (see plots/style.gp for what they share). Of eleven ways on one core
# and on two, seven are shown; the others are in the result files.

# ---- round trips -------------------------------------------------------------------------------
call 'plots/style.gp' 'latency' 'What does an exchange between two processes cost?' \
	'A message there and back again: median and 95 % interval. Other ways are in latency.tsv.'
shown = '"pipe" "seqpacket" "shm + eventfd" "shm ring, futex" "shm ring, spin+futex" "shm ring, spin" "process_vm_readv"'
set ylabel 'time per round trip (log scale)'
set for [e = 0:9] ytics add (word('"1 ns" "10 ns" "100 ns" "1 µs" "10 µs" "100 µs" "1 ms" "10 ms" "100 ms" "1 s"', e + 1) 10.0 ** e)
load 'labs/lab06-ipc/panels.gp'

# ---- throughput --------------------------------------------------------------------------------
call 'plots/style.gp' 'throughput' 'How much passes from one process to another?' \
	'One makes messages, the other reads and verifies them: median and 95 % interval. Other ways are in throughput.tsv.'
shown = '"pipe" "seqpacket" "shm ring, futex" "shm ring, spin+futex" "shm ring, in place" "process_vm_readv" "vmsplice"'
set ylabel 'MiB per second (log scale)'
set for [e = -2:5] ytics add (sprintf('%g', 10.0 ** e) 10.0 ** e)
load 'labs/lab06-ipc/panels.gp'
