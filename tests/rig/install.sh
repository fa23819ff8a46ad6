# What the parts of ./test need on a fresh Debian 12 machine with Rust. npm's and Python's tools are
# pinned by lock files and kept under target/tools/, one folder per lock, so a second run installs
# nothing. Sourced.

missing=()

# need PACKAGE CHECK…: the Debian package is missing when the check fails.
need() {
  "${@:2}" >/dev/null 2>&1 || missing+=("$1")
}

postgres_bin() {
  ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort --version-sort | tail -1 | grep .
}

install_for() {
  if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
    echo "cargo fmt and cargo clippy are needed: rustup component add rustfmt clippy" >&2
    exit 2
  fi
  need build-essential command -v cc
  if [[ $1 =~ ^(all|fast|rust)$ ]]; then
    need postgresql postgres_bin
    # Posters are drawn with the system's fonts, Chinese included.
    # The command line's tests: an authority for certificates, a proxy, and what looks at both.
    need pebble command -v pebble-challtestsrv
    need nginx-light test -x /usr/sbin/nginx
    # Only the program: a service of its own that Debian starts is not used.
    need nats-server test -x /usr/sbin/nats-server
    need openssl command -v openssl
    need python3 command -v python3
    # The browser's verifier of draws runs beside Python's and ours.
    need nodejs command -v node
    need curl command -v curl
    need sqlite3 command -v sqlite3
    need fonts-noto-cjk compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*'
  fi
  if wanted browser "$1"; then
    need chromium test -x /usr/bin/chromium
    need nodejs command -v node
    need npm command -v npm
    need fonts-noto-cjk compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*'
  fi
  if wanted api "$1"; then
    need python3-venv python3 -c 'import ensurepip, venv'
    need curl command -v curl
  fi
  install_debian
  if wanted browser "$1"; then install_npm; fi
  if wanted api "$1"; then install_python; fi
}

install_debian() {
  if ((${#missing[@]} == 0)); then return; fi
  local packages
  packages=$(printf '%s\n' "${missing[@]}" | sort --unique | tr '\n' ' ')
  if ((EUID != 0)); then
    echo "These Debian packages are needed: sudo apt-get install $packages" >&2
    exit 2
  fi
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  run 15m bash -c 'apt-get update -q && apt-get install -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$@"' install $packages
}

# keep NAME FILE…: prints the folder kept for these lock files; it is done when it holds .complete.
keep() {
  echo "target/tools/$1-$(cat "${@:2}" | sha256sum | cut -c1-16)"
}

install_npm() {
  local from=tests/browser to
  to=$(keep browser $from/package.json $from/package-lock.json)
  if [[ ! -e $to/.complete ]]; then
    rm -rf "$to"
    mkdir -p "$to"
    cp $from/package.json $from/package-lock.json $from/.npmrc "$to"
    # No install scripts: nothing downloads a browser, the stories use Debian's.
    run 10m npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund
    touch "$to/.complete"
  fi
  ln -sfn "../../$to/node_modules" $from/node_modules
}

install_python() {
  local from=tests/api/requirements.txt to
  to=$(keep api $from)
  if [[ ! -e $to/.complete ]]; then
    rm -rf "$to"
    mkdir -p target/tools
    run 2m python3 -m venv "$to"
    run 10m "$to/bin/pip" install --quiet --no-deps --requirement $from
    touch "$to/.complete"
  fi
  ln -sfn "${to##*/}" target/tools/api
}
