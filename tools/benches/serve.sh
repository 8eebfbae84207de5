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

start_nginx() {
  local user=
  [ "$(id -u)" != 0 ] || user='user root;'
  free_port
  nginx_port=$port
  mkdir -p "$work/files" "$work/nginx"
  cat > "$work/nginx/nginx.conf" << END
$user
daemon off;
worker_processes auto;
pid $work/nginx/pid;
error_log $work/nginx/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_timeout 600;
  keepalive_requests 1000000000;
  open_file_cache max=1000 inactive=600s;
  client_body_temp_path $work/nginx/body;
  proxy_temp_path $work/nginx/proxy;
  fastcgi_temp_path $work/nginx/fastcgi;
  uwsgi_temp_path $work/nginx/uwsgi;
  scgi_temp_path $work/nginx/scgi;
  types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; }
  server {
    listen 127.0.0.1:$port backlog=1024;
    root $work/files;
  }
}
END
  PATH=$PATH:/usr/sbin nginx -c "$work/nginx/nginx.conf" > "$work/nginx/out.log" 2>&1 &
  started+=("$!")
  wait_for nginx curl -s "http://127.0.0.1:$port/"
}

# Appends "requests/s GB/s" of one turn to a file: turn FILE URL.
turn() {
  local line
  line=$(wrk -t 2 -c 64 -d "${seconds_each}s" -s "$root/tools/benches/report.lua" "$2" | grep '^measured ')
  echo "$line" | awk '$5 > 0 { exit 1 }' || { say "errors at $2: $line"; return 1; }
  echo "$line" | awk '{ printf "%.1f %.4f\n", $2 / $4 * 1e6, $3 / $4 / 1e3 }' >> "$1"
}

# Prints the medians and their ratio: compare WHAT URL. The file for nginx is what the replay answers.
compare() {
  local what=$1 url=$2 name size ours theirs
  name=${what// /-}.${url##*.}
  curl -sf -o "$work/files/$name" "$url"
  size=$(stat -c %s "$work/files/$name")
  cmp -s "$work/files/$name" <(curl -sf "http://127.0.0.1:$nginx_port/$name") || { say "not the same bytes: $what"; return 1; }
  # A turn each that doesn't count: the JVM compiles, nginx opens its files.
  turn "$work/$name.warm" "$url"
  turn "$work/$name.warm" "http://127.0.0.1:$nginx_port/$name"
  for _ in $(seq "$turns"); do
    turn "$work/$name.ours" "$url"
    turn "$work/$name.nginx" "http://127.0.0.1:$nginx_port/$name"
  done
  ours=$(cut -d ' ' -f 1 "$work/$name.ours" | median) theirs=$(cut -d ' ' -f 1 "$work/$name.nginx" | median)
  printf '%-16s %9s %12s %7s %12s %7s %6s\n' "$what" "$size" "$ours" "$(cut -d ' ' -f 2 "$work/$name.ours" | median)" \
    "$theirs" "$(cut -d ' ' -f 2 "$work/$name.nginx" | median)" "$(ratio "$ours" "$theirs")"
}

record_session 100k 310
record_session 4M 5
start_nginx
printf '%-16s %9s %12s %7s %12s %7s %6s\n' what bytes 'replay req/s' GB/s 'nginx req/s' GB/s ratio
start_replay session1
compare playlist "$playlist_url"
compare 'segment 100 kB' "$segment_url"
stop "$replay_pid"
start_replay session2
compare 'segment 4 MB' "$segment_url"
