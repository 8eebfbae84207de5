# aircheck merge of a session against ffmpeg -c copy with the same media in one file, and against cp.
# SIZE of the media in MB (default 2000). TURNS: an odd number (default 3).

size=${SIZE:-2000}
turns=${TURNS:-3}
need_ffmpeg
need_command curl curl

# Makes a playlist of about so many MB: noise hardly shrinks, so half a minute of it is enough to be repeated.
make_media() {
  mkdir -p "$work/media"
  ffmpeg -nostdin -v error -f lavfi -i "testsrc2=size=1280x720:rate=25,noise=alls=60:allf=t" -f lavfi -i sine=frequency=440:sample_rate=48000 \
    -t 20 -c:v libx264 -preset ultrafast -b:v 40M -maxrate 40M -bufsize 40M -g 50 -keyint_min 50 -sc_threshold 0 -pix_fmt yuv420p \
    -c:a aac -f mpegts "$work/media/once.ts"
  local once=$(($(stat -c %s "$work/media/once.ts") / 1000000))
  ffmpeg -nostdin -v error -stream_loop "$((size / once))" -i "$work/media/once.ts" -c copy -f hls -hls_time 2 -hls_list_size 0 \
    -hls_segment_filename "$work/media/%d.ts" "$work/media/index.m3u8"
  rm "$work/media/once.ts"
}

# Prints the seconds that a command takes: seconds COMMAND...
seconds() {
  local TIMEFORMAT=%R
  { time "$@" > "$work/out.txt" 2>&1; } 2>&1 | tail -n 1
}

merge_ours() {
  rm -f "$work/ours.mp4"
  seconds "$program" merge -q -f "$work/sessions" media "$work/ours.mp4"
}

merge_ffmpeg() {
  rm -f "$work/ffmpeg.mp4"
  seconds ffmpeg -nostdin -v error -y -i "$work/media/all.ts" -c copy -movflags +faststart "$work/ffmpeg.mp4"
}

copy() {
  rm -f "$work/copy.ts"
  seconds cp "$work/media/all.ts" "$work/copy.ts"
}

# Prints the most bytes that files named so had at once, in MB, while a command ran: most PATTERN COMMAND...
most() {
  local pattern=$1 highest=0 now running
  shift
  "$@" > "$work/most.txt" &
  running=$!
  while kill -0 "$running" 2> /dev/null; do
    now=$(find "$work" -maxdepth 1 -name "$pattern" -printf '%s\n' | awk '{ sum += $1 } END { printf "%d", sum / 1e6 }')
    [ "$now" -le "$highest" ] || highest=$now
    sleep 0.1
  done
  echo "$highest"
}

make_media
"$JAVA_HOME/bin/jwebserver" -b 127.0.0.1 -p 0 -d "$work/media" -o none > "$work/files.txt" 2>&1 &
started+=("$!")
wait_for "file server" grep -q 'URL http' "$work/files.txt"
url=$(grep -o 'http://[^ ]*' "$work/files.txt" | tail -n 1)
"$program" record -q -o "$work/sessions" -s media "${url%/}/index.m3u8" > "$work/record.txt" 2>&1
for ((i = 0; ; i++)); do
  [ -e "$work/media/$i.ts" ] || break
  cat "$work/media/$i.ts" >> "$work/media/all.ts"
  rm "$work/media/$i.ts"
done

merge_ours > /dev/null
merge_ffmpeg > /dev/null
copy > /dev/null
for ((turn = 0; turn < turns; turn++)); do
  merge_ours >> "$work/ours.times"
  merge_ffmpeg >> "$work/ffmpeg.times"
  copy >> "$work/copy.times"
done
ours=$(median < "$work/ours.times")
theirs=$(median < "$work/ffmpeg.times")
cp=$(median < "$work/copy.times")
rm -f "$work/ffmpeg.mp4" "$work/copy.ts"
printf '%-34s %10s %10s %7s %5s\n' '' aircheck other ratio bar
printf '%-34s %9ss %9ss %7s %5s\n' 'merge against ffmpeg -c copy' "$ours" "$theirs" "$(ratio "$ours" "$theirs")" 1.3
printf '%-34s %9ss %9ss %7s\n' 'merge against cp' "$ours" "$cp" "$(ratio "$ours" "$cp")"
printf '%-34s %8sMB %8sMB %7s\n' 'most on disk, of the file' "$(most 'ours.mp4*' merge_ours)" "$(($(stat -c %s "$work/ours.mp4") / 1000000))" ''
rm -f "$work"/*.mp4
