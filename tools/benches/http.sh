# Comparing a server with nginx over HTTP; sourced by benches, with seconds_each and turns set.

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

# Prints the medians and their ratio: compare WHAT URL. The file for nginx is what our server answers.
compare() {
  local what=$1 url=$2 name size ours theirs
  name=${what// /-}.${url##*.}
  curl -sf -o "$work/files/$name" "$url"
  size=$(stat -c %s "$work/files/$name")
  [ "$(curl -sf -o "$work/files/check" -w '%{size_download}' "http://127.0.0.1:$nginx_port/$name")" = "$size" ] || { say "not the same bytes: $what"; return 1; }
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

# headings NAME-OF-OURS
headings() {
  printf '%-16s %9s %12s %7s %12s %7s %6s\n' what bytes "$1 req/s" GB/s 'nginx req/s' GB/s ratio
}
