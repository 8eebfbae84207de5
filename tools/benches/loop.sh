# aircheck loop against nginx: live playlists and segments, the same bytes as static files, by turns, each time with 64
# connections of wrk. Then playlists that are built for each request: of a short and of a long stream, soon after the
# epoch and years later.
# SECONDS_EACH: how long a turn is (default 5). TURNS: an odd number (default 3).

seconds_each=${SECONDS_EACH:-5}
turns=${TURNS:-3}
need_command curl curl
need_command wrk wrk
need_command nginx nginx-light
need_ffmpeg
. "$root/tools/benches/http.sh"

# Makes a stream of segments of 4 s: make_stream NAME LOOPS-OF-24-S BITRATE.
make_stream() {
  local folder=$work/media/$1
  mkdir -p "$folder/hi"
  ffmpeg -v error -y -f lavfi -i testsrc2=size=640x360:rate=25 -t 24 -c:v libx264 -preset ultrafast -g 100 -sc_threshold 0 \
    -b:v "$3" -minrate "$3" -maxrate "$3" -bufsize "$3" -x264-params nal-hrd=cbr "$work/source.ts"
  ffmpeg -v error -y -stream_loop "$2" -i "$work/source.ts" -c copy -f hls -hls_time 4 -hls_playlist_type vod \
    -hls_segment_filename "$folder/hi/s%d.ts" "$folder/hi/index.m3u8"
  printf '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=2000000\nhi/index.m3u8\n' > "$folder/abr.m3u8"
}

# Sets rate to the requests a second at an address: rate_of URL.
rate_of() {
  turn "$work/rate" "$1"
  rate=$(tail -n 1 "$work/rate" | cut -d ' ' -f 1)
}

make_stream short 0 200k
make_stream long 299 200k
make_stream large 0 8M
free_port
loop_port=$port
"$program" loop "$work/media" 127.0.0.1 "$loop_port" --allow-now --window 120 -q > "$work/loop.log" 2>&1 &
started+=("$!")
wait_for "channels" curl -sf "http://127.0.0.1:$loop_port/short_hi.m3u8"
wait_for "measuring" grep -q '"durations":"measured' <(curl -s "http://127.0.0.1:$loop_port/api/channels")
start_nginx
headings loop
base=http://127.0.0.1:$loop_port
compare 'live playlist' "$base/short_hi.m3u8"
compare 'segment 100 kB' "$base/$(curl -s "$base/short_hi.m3u8" | tail -n 1)"
compare 'segment 4 MB' "$base/$(curl -s "$base/large_hi.m3u8" | tail -n 1)"

echo "playlists built for each request, a second:"
rate_of "$base/short_hi.m3u8?now=2020-01-02T00:00:00Z" # doesn't count: the JVM compiles
rate_of "$base/short_hi.m3u8?now=2020-01-02T00:00:00Z"
first=$rate
printf '  %-52s %10s\n' 'a pass of 24 s, a day after the epoch' "$rate"
rate_of "$base/short_hi.m3u8?now=2036-01-02T00:00:00Z"
printf '  %-52s %10s %6s\n' 'the same sixteen years after the epoch' "$rate" "$(ratio "$rate" "$first")"
rate_of "$base/long_hi.m3u8?now=2036-01-02T00:00:00Z"
printf '  %-52s %10s %6s\n' 'a pass of two hours (1,800 segments)' "$rate" "$(ratio "$rate" "$first")"
