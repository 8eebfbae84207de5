# aircheck record of 50 channels with three variants, one process, against 50 processes of ffmpeg that copy one
# variant each. The origin, the same for both, runs beside them and isn't counted.
# CHANNELS (default 50), LASTING in seconds (default 60), BYTES of a one-second segment (default 100k).

channels=${CHANNELS:-50}
variants=3
lasting=${LASTING:-60}
need_ffmpeg

# Makes a channel's segments of one second: encode VARIANT BITRATE SIZE
encode() {
  mkdir -p "$work/media/$1"
  ffmpeg -nostdin -v error -f lavfi -i "testsrc2=size=$3:rate=25" -f lavfi -i sine=frequency=440:sample_rate=48000 -t "$((lasting + 60))" \
    -c:v libx264 -preset ultrafast -b:v "$2" -maxrate "$2" -bufsize "$2" -g 25 -keyint_min 25 -sc_threshold 0 -pix_fmt yuv420p \
    -c:a aac -b:a 96k -f hls -hls_time 1 -hls_list_size 0 -hls_segment_filename "$work/media/$1/%d.ts" "$work/media/$1/index.m3u8"
}

# Prints "RSS PSS" in MB, summed over the processes.
memory() {
  local pid files=()
  for pid; do files+=("/proc/$pid/smaps_rollup"); done
  cat "${files[@]}" 2> /dev/null | awk '/^Rss:/ { rss += $2 } /^Pss:/ { pss += $2 } END { printf "%.1f %.1f\n", rss / 1024, pss / 1024 }'
}

# Runs a function that writes the numbers of its processes to NAME.pids and their CPU time to NAME.times, and writes what
# memory they have every two seconds to NAME.memory: measured NAME FUNCTION. The looking is outside of the subshell whose
# children's time is taken: to add up 50 processes' memory costs more than ffmpeg's copying does.
measured() {
  local running processes
  "$2" &
  running=$!
  while kill -0 "$running" 2> /dev/null; do
    sleep 2
    if [ -r "$work/$1.pids" ]; then
      read -r -a processes < "$work/$1.pids"
      memory "${processes[@]}" >> "$work/$1.memory" || true # some are gone already
    fi
  done
  wait "$running"
}

# Prints the CPU seconds, user and system, of all children waited for: a line like "0m1.23s 0m0.45s" of times.
cpu_seconds() {
  tail -n 1 | awk '{ for (i = 1; i <= 2; i++) { split($i, part, /[ms]/); sum += part[1] * 60 + part[2] } printf "%.2f\n", sum }'
}

peak() {
  cut -d ' ' -f "$2" "$1" | sort -g | tail -n 1
}

record_ours() (
  urls=()
  for ((channel = 0; channel < channels; channel++)); do
    urls+=("http://127.0.0.1:$origin_port/ch$channel/master.m3u8")
  done
  "$program" record --progress lines --min-free 100M --duration "$lasting" -o "$work/sessions" "${urls[@]}" > "$work/ours.log" 2>&1 &
  pid=$!
  echo "$pid" > "$work/ours.pids"
  code=0
  wait "$pid" || code=$?
  echo "$code" > "$work/ours.code"
  times > "$work/ours.times"
)

record_theirs() (
  pids=()
  mkdir -p "$work/copies"
  for ((channel = 0; channel < channels; channel++)); do
    timeout -s INT "$lasting" ffmpeg -nostdin -v error -i "http://127.0.0.1:$origin_port/ch$channel/v$((channel % variants))/index.m3u8" \
      -c copy -f mpegts "$work/copies/$channel.ts" >> "$work/ffmpeg.log" 2>&1 &
    pids+=("$!")
  done
  sleep 3
  children=()
  for pid in "${pids[@]}"; do children+=("$(cat "/proc/$pid/task/$pid/children")"); done
  echo "${children[@]}" > "$work/ffmpeg.pids"
  for pid in "${pids[@]}"; do wait "$pid" || true; done
  times > "$work/ffmpeg.times"
)

# Prints how many segments are in a state, over all sessions: segments PATTERN < JSON of all.
segments() {
  tr -d ' \n' | { grep -oE "\"state\":\"($1)\",\"segments\":[0-9]+" || true; } | awk -F : '{ sum += $NF } END { print sum + 0 }'
}

encode v0 1600k 640x360
encode v1 800k 480x270
encode v2 400k 320x180
start_origin --channels "$channels" --variants "$variants" --segment 1s --window 10 --media "$work/media"
echo "recording $channels channels of $variants variants for $lasting s, segments of 1 s"
measured ours record_ours
echo "recording one variant of each with ffmpeg"
measured ffmpeg record_theirs
stop "$origin_pid"

for ((session = 1; session <= channels; session++)); do
  "$program" sessions show --json -f "$work/sessions" "session$session"
done > "$work/sessions.json"
complete=$(segments COMPLETE < "$work/sessions.json")
lost=$(segments 'LOST|PARTIAL|DECLARED_GAP' < "$work/sessions.json")
ours_cpu=$(cpu_seconds < "$work/ours.times")
ffmpeg_cpu=$(cpu_seconds < "$work/ffmpeg.times")
tracks=$((channels * variants))

printf '%-34s %10s %10s %7s %5s\n' '' aircheck ffmpeg ratio bar
row() { printf '%-34s %10s %10s %7s %5s\n' "$1" "$2" "$3" "$(awk -v a="$2" -v b="$3" 'BEGIN { printf "%.3f", a / b }')" "$4"; }
row 'CPU seconds' "$ours_cpu" "$ffmpeg_cpu" ''
row 'CPU ms per track and second' \
  "$(awk -v c="$ours_cpu" -v n="$((tracks * lasting))" 'BEGIN { printf "%.2f", c * 1000 / n }')" \
  "$(awk -v c="$ffmpeg_cpu" -v n="$((channels * lasting))" 'BEGIN { printf "%.2f", c * 1000 / n }')" 0.2
row 'peak memory, RSS, MB' "$(peak "$work/ours.memory" 1)" "$(peak "$work/ffmpeg.memory" 1)" 0.1
row 'peak memory, PSS, MB' "$(peak "$work/ours.memory" 2)" "$(peak "$work/ffmpeg.memory" 2)" 0.1
echo "bytes per ffmpeg: $(cat "$work"/copies/*.ts | wc -c | awk -v n="$channels" '{ printf "%.0f", $1 / n }'), per track of aircheck: \
$(grep -oE '"length":[0-9.]+,"bytes":[0-9]+' "$work/sessions.json" | awk -F : -v n="$tracks" '{ sum += $NF } END { printf "%.0f", sum / n }')"
echo "segments complete: $complete, lost: $lost; exit code of aircheck: $(< "$work/ours.code")"
