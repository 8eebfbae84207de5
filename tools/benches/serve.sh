# aircheck replay against nginx: the same bytes over HTTP, by turns, each time with 64 connections of wrk.
# SECONDS_EACH: how long a turn is (default 5). TURNS: an odd number (default 3).

seconds_each=${SECONDS_EACH:-5}
turns=${TURNS:-3}
need_command curl curl
need_command wrk wrk
need_command nginx nginx-light

# Records a session from a local origin: record_session SEGMENT-BYTES SEGMENTS-LISTED.
record_session() {
  start_origin --segment 6s --window "$2" --bytes "$1"
  "$program" record -q --duration 12 --concurrency 4 -o "$work/sessions" \
    "http://127.0.0.1:$origin_port/ch0/master.m3u8" > "$work/record.log" 2>&1 || {
    say "the recording failed, see $work/record.log"
    return 1
  }
  stop "$origin_pid"
}

# Replays a session and sets replay_pid, playlist_url and segment_url.
start_replay() {
  local master segment
  free_port
  "$program" replay -q -f "$work/sessions" -p "$port" "$1" > "$work/replay-$1.log" 2>&1 &
  replay_pid=$!
  started+=("$replay_pid")
  wait_for replay curl -sf "http://127.0.0.1:$port/healthz"
  master=$(curl -sfL -o /dev/null -w '%{url_effective}' "http://127.0.0.1:$port/stream.m3u8")
  playlist_url=${master%/*}/v0/index.m3u8
  segment=$(curl -sf "$playlist_url" | grep -m 1 '^seg')
  segment_url=${playlist_url%/*}/$segment
}

. "$root/tools/benches/http.sh"
record_session 100k 310
record_session 4M 5
start_nginx
headings replay
start_replay session1
compare playlist "$playlist_url"
compare 'segment 100 kB' "$segment_url"
stop "$replay_pid"
start_replay session2
compare 'segment 4 MB' "$segment_url"
