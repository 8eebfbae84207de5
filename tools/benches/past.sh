# aircheck archive of an event of ten minutes, of which the last five segments are listed: how fast the others are
# found, and how many requests bring nothing. The origin's log is what counts.

need_ffmpeg
need_command curl curl

# Starts the project's origin of an event and sets event_url and event_pid: start_event OPTIONS...
start_event() {
  mkdir -p "$work/media"
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "$(echo "$root"/core/testkit/target/aircheck-testkit-*.jar):$root/cli/target/aircheck/lib/*" \
    org.aircheck.testkit.event.EventMain --media "$work/media" "$@" > "$work/event.url" 2> "$work/event.log" &
  event_pid=$!
  started+=("$event_pid")
  wait_for "event's origin" grep -q . "$work/event.url"
  event_url=$(head -n 1 "$work/event.url")
}

# Archives an event: past NAME OPTIONS-OF-THE-ORIGIN...
past() {
  local name=$1
  shift
  start_event --segments 305 --to-come 1 "$@"
  rm -f "$work/$name.mkv"
  "$program" archive -q "$event_url" "$work/$name.mkv" > "$work/$name.txt" 2>&1 || true
  curl -sf "${event_url%/*}/log" > "$work/$name.log"
  stop "$event_pid"
  # The listed ones have been asked for before the first of the others.
  awk -v name="$name" '
    $1 ~ /^\/[va]\/[0-9]+\.m4s$/ {
      split($1, part, /[\/.]/)
      if (part[3] < 590000) {
        if (!begun) { begun = $3 }
        if ($2 == 200) { found++; done = $3 } else { nothing++ }
      }
    }
    END {
      printf "%-34s %8d %10.0f %10d %10.2f\n", name, found, found * 1000 / (done - begun), nothing, nothing / found
    }' "$work/$name.log"
}

printf '%-34s %8s %10s %10s %10s\n' '' found 'found/s' 'in vain' 'per found'
past 5ms --latency 5
past 50ms --latency 50
past 50ms-first-2-min-gone --latency 50 --gone 120000
past 50ms-first-5-min-gone --latency 50 --gone 300000
past 50ms-other-lengths --latency 50 --seed 2
