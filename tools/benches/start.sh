# aircheck --version: the median of the wall time of eleven starts, after one that warms the disk cache.

"$program" --version > /dev/null
TIMEFORMAT=%R
for _ in 1 2 3 4 5 6 7 8 9 10 11; do
  { time "$program" --version > /dev/null; } 2>> "$work/times"
done
sort -g "$work/times" | awk '{ value[NR] = $1 } END {
  printf "aircheck --version: median %.3f s of 11 (%.3f to %.3f)\n", value[6], value[1], value[11] }'
