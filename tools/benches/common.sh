# What the benches have in common; sourced by tools/bench, with root set to the checkout.

program=$root/cli/target/aircheck/bin/aircheck
work=$root/target/bench
started=()

# Builds what is missing, makes an empty folder for the bench and sees to it that nothing outlives it.
prepare() {
  use_jdk_25
  "$root/tools/aircheck" --version > "$root/target/bench-version"
  rm -rf "$work"
  mkdir -p "$work"
  trap clean_up EXIT
  trap 'exit 1' INT TERM
  echo "$(< "$root/target/bench-version"), $(nproc) cores, load before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
}

clean_up() {
  local pid
  for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2> /dev/null || true; done
  wait 2> /dev/null || true
  rm -rf "$work/sessions" "$work/files" "$work/copies" "$work/media"
}

# Sees to it that a command is there: need_command COMMAND DEBIAN-PACKAGE. A service isn't started.
need_command() {
  PATH=$PATH:/usr/sbin command -v "$1" > /dev/null && return 0
  RUNLEVEL=1 apt_install "$2" && PATH=$PATH:/usr/sbin command -v "$1" > /dev/null && return 0
  say "needs $1: $(install_command "$2" "${2%-light}" "${2%-light}" "${2%-light}" "${2%-light}")"
  return 1
}

# Waits up to 30 seconds until a command succeeds: wait_for WHAT COMMAND...
wait_for() {
  local what=$1 deadline=$((SECONDS + 30))
  shift
  until "$@" > /dev/null 2>&1; do
    if [ $SECONDS -ge $deadline ]; then
      say "no $what after 30 seconds, see $work"
      return 1
    fi
    sleep 0.1
  done
}

# Sets port to one that nobody listens on.
free_port() {
  port=$((20000 + RANDOM % 10000))
  while (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do port=$((port + 1)); done
}

# Starts the project's origin of live channels and sets origin_port and origin_pid: start_origin OPTIONS...
start_origin() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "$(echo "$root"/core/testkit/target/aircheck-testkit-*.jar):$root/cli/target/aircheck/lib/*" \
    org.aircheck.testkit.live.OriginMain "$@" > "$work/origin.port" 2> "$work/origin.log" &
  origin_pid=$!
  started+=("$origin_pid")
  wait_for "origin" grep -q . "$work/origin.port"
  origin_port=$(head -n 1 "$work/origin.port")
}

# Ends a process started here and waits for it.
stop() {
  kill "$1" 2> /dev/null || true
  wait "$1" 2> /dev/null || true
}

# Prints the median of an odd number of numbers, one a line.
median() {
  sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

# Prints A / B with two decimals.
ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", a / b }'
}
