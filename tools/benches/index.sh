# Measuring three renditions of 600 segments: aircheck loop --check against one ffprobe for each segment. And how long
# the first playlist of a folder without an index takes.

need_command curl curl
need_ffmpeg
TIMEFORMAT='%R %U %S'

make_rendition() {
  local folder=$work/media/clip/$1
  mkdir -p "$folder"
  ffmpeg -v error -y -f lavfi -i testsrc2=size="$2":rate=25 -f lavfi -i sine=frequency=440:sample_rate=48000 -t 24 \
    -c:v libx264 -preset ultrafast -bf 2 -g 50 -sc_threshold 0 -b:v "$3" -c:a aac "$work/source.ts"
  # Where the source begins again, segments are a little longer: more than enough, then the first 600.
  ffmpeg -v error -y -stream_loop 59 -i "$work/source.ts" -map 0 -c copy -f hls -hls_time 2 -hls_playlist_type vod \
    -hls_segment_filename "$folder/s%03d.ts" "$folder/all.m3u8"
  awk '{ print } /\.ts$/ && ++n == 600 { print "#EXT-X-ENDLIST"; exit }' "$folder/all.m3u8" > "$folder/index.m3u8"
  rm "$folder/all.m3u8" "$folder"/s[6-9]*.ts
}

# First and last time of the pictures of one file, in ticks.
probe_alone() {
  ffprobe -v error -select_streams v:0 -show_entries packet=pts,duration -of csv=p=0 "$1" \
    | awk -F, '$1 != "N/A" && NF > 1 { end = $1 + $2; if (first == "" || $1 < first) first = $1; if (end > last) last = end }
               END { print first, last }'
}

probe_all() {
  local file
  for file in "$work"/media/clip/*/s*.ts; do
    echo "${file#"$work/media/"} $(probe_alone "$file")"
  done > "$work/alone"
}

make_rendition hi 640x360 1000k
make_rendition mid 426x240 500k
make_rendition low 320x180 250k
printf '#EXTM3U\n' > "$work/media/clip/abr.m3u8"
for each in hi mid low; do
  printf '#EXT-X-STREAM-INF:BANDWIDTH=1000000\n%s/index.m3u8\n' "$each" >> "$work/media/clip/abr.m3u8"
done
echo "$(find "$work/media" -name '*.ts' | wc -l) segments, $(du -sm "$work/media" | cut -f 1) MB"

"$program" loop --check "$work/media" > "$work/check.log" # reads all files once: both sides find them in memory
for _ in 1 2 3; do
  rm -rf "$work/media/.aircheck"
  { time "$program" loop --check "$work/media" > "$work/check.log"; } 2>> "$work/ours"
done
{ time probe_all; } 2> "$work/theirs"
awk -v ours="$(sort -n "$work/ours" | sed -n 2p)" -v theirs="$(cat "$work/theirs")" 'BEGIN {
  split(ours, o); split(theirs, t)
  printf "wall: aircheck %.2f s, ffprobe for each segment %.1f s: %.1f times faster\n", o[1], t[1], t[1] / o[1]
  printf "CPU:  aircheck %.2f s, ffprobe for each segment %.1f s: %.1f times less\n", o[2] + o[3], t[2] + t[3], (t[2] + t[3]) / (o[2] + o[3]) }'

# "clip/hi/s000.ts":[size,modified,first,end,timescale]
tr '{' '\n' < "$work"/media/.aircheck/*.json | tr ']' '\n' \
  | sed -n 's/^,\{0,1\}"\(clip[^"]*\)":\[[0-9]*,[0-9]*,\([0-9]*\),\([0-9]*\),90000$/\1 \2 \3/p' | sort > "$work/kept"
if cmp -s "$work/kept" <(sort "$work/alone"); then
  echo "the same times for all $(wc -l < "$work/kept") segments"
else
  say "other times than ffprobe alone: see $work/kept and $work/alone"
  exit 1
fi

rm -rf "$work/media/.aircheck"
free_port
"$program" loop "$work/media" 127.0.0.1 "$port" -q > "$work/loop.log" 2>&1 &
started+=("$!")
wait_for server curl -s "http://127.0.0.1:$port/healthz"
curl -s -o /dev/null -w 'first playlist of a folder without an index: %{time_total} s\n' "http://127.0.0.1:$port/clip_hi.m3u8"
