# What tools/aircheck and tools/test have in common; sourced by them, with root set to the checkout.

say() { printf '%s\n' "aircheck: $*" >&2; }

# Prints the command that installs a package on this system: install_command APT DNF PACMAN APK BREW.
install_command() {
  local sudo=
  [ "$(id -u)" = 0 ] || sudo='sudo '
  if command -v apt-get > /dev/null; then echo "${sudo}apt-get install -y $1"
  elif command -v dnf > /dev/null; then echo "${sudo}dnf install -y $2"
  elif command -v pacman > /dev/null; then echo "${sudo}pacman -S --noconfirm $3"
  elif command -v apk > /dev/null; then echo "${sudo}apk add $4"
  elif command -v brew > /dev/null; then echo "brew install $5"
  else echo "(your system's package manager) install $1"
  fi
}

# Whether $1 is the home of a JDK 25. Its file "release" says so: no JVM is started to ask.
is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

# Exports JAVA_HOME, set to a JDK 25, or says how to get one and fails.
use_jdk_25() {
  local javac home
  javac=$(command -v javac || true)
  [ -z "$javac" ] || javac=$(readlink -f "$javac" 2> /dev/null || echo "$javac")
  for home in "${JAVA_HOME:-}" "${javac%/bin/javac}" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  say "needs a JDK 25 (if there is one, set JAVA_HOME to it): $(install_command openjdk-25-jdk java-25-openjdk-devel jdk25-openjdk openjdk25 openjdk@25)"
  return 1
}

need_maven() {
  command -v mvn > /dev/null && return 0
  say "needs Maven 3.8 or newer: $(install_command maven maven maven maven maven)"
  return 1
}

# Runs Maven on the whole checkout. The options keep Maven's own libraries from warning about themselves.
maven() {
  (cd "$root" && MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    mvn -B -ntp "$@")
}

# Installs a Debian package where that can be done without asking: as root, with apt-get.
apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null || return 1
  say "installing $1 (log: target/install-$1.log)"
  mkdir -p "$root/target"
  {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update && apt-get install -y --no-install-recommends "$1"
  } > "$root/target/install-$1.log" 2>&1 < /dev/null
}

# Sees to it that ffmpeg and ffprobe are there, or says how to get them and fails.
need_ffmpeg() {
  command -v ffmpeg > /dev/null && command -v ffprobe > /dev/null && return 0
  apt_install ffmpeg && command -v ffmpeg > /dev/null && return 0
  say "needs ffmpeg: $(install_command ffmpeg ffmpeg-free ffmpeg ffmpeg ffmpeg)"
  return 1
}

# Sees to it that curl is there, which a README's commands use, or says how to get it and fails.
need_curl() {
  command -v curl > /dev/null && return 0
  apt_install curl && command -v curl > /dev/null && return 0
  say "needs curl: $(install_command curl curl curl curl curl)"
  return 1
}

# Prints the path of a Chromium or Chrome.
find_chromium() {
  [ -x "${AIRCHECK_CHROMIUM:-}" ] && echo "$AIRCHECK_CHROMIUM" && return 0
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

# Exports AIRCHECK_CHROMIUM, installing Chromium if need be, or says how to get it and fails.
need_chromium() {
  if ! find_chromium > /dev/null && ! apt_install chromium; then
    say "no Chromium: $(install_command chromium chromium chromium chromium 'chromium --cask')"
    return 1
  fi
  AIRCHECK_CHROMIUM=$(find_chromium) && export AIRCHECK_CHROMIUM
}
