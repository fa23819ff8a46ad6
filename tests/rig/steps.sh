# The steps of ./test: run in order, timed, counted; the first that fails ends the run, and the end
# always stops what was started and prints the summary. Sourced.

scratch=     # the temporary folder of this run
current=     # the step that is running
began=0      # when it began, in seconds of this run
running=     # the process that it waits for
counted=()   # its files with counts
summary=()
passed=0
failed=0

usage() {
  sed -n '2,/^set /{s/^# \{0,1\}//;/^set /d;p}' test >&2
  exit 2
}

begin() {
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/regulars-test.XXXXXXXX")
  # The database runs as another user, who must be able to reach its own folder in this one.
  chmod 711 "$scratch"
  mkdir "$scratch/logs"
  trap end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# step NAME COMMAND…: `set -e` ends the run where the command fails, and end() tells of it.
step() {
  current=$1 began=$SECONDS counted=("$scratch/logs/$1.log")
  printf '\n== %s\n' "$current"
  "${@:2}"
  close_step 0
}

# run LIMIT COMMAND…: shows and keeps the output, and never waits longer than the limit.
run() {
  local log="$scratch/logs/$current.log" status=0 showing
  : >"$log"
  timeout --kill-after=10 "$1" "${@:2}" >>"$log" 2>&1 &
  running=$!
  tail --lines=+1 --follow --sleep-interval=0.2 --pid="$running" "$log" &
  showing=$!
  wait "$running" || status=$?
  running=
  wait "$showing" || true
  if ((status == 124)); then echo "$current: stopped after $1" >&2; fi
  return "$status"
}

# What the counted files say: cargo's `test result:` lines, TAP's `# pass` and `# fail`.
count() {
  cat "$@" 2>/dev/null | awk '
    /^test result:/ { passed += $4; failed += $6 }
    /^# pass /      { passed += $3 }
    /^# fail /      { failed += $3 }
    END             { print passed + 0, failed + 0 }'
}

close_step() {
  local status=$1 good=0 bad=0 word=ok
  if ((${#counted[@]})); then read -r good bad < <(count "${counted[@]}"); fi
  if ((status)); then
    word=FAILED
    if ((bad == 0)); then bad=1; fi
  fi
  passed=$((passed + good)) failed=$((failed + bad))
  summary+=("$(printf '%-10s %6s s  %5s passed %4s failed  %s' \
    "$current" "$((SECONDS - began))" "$good" "$bad" "$word")")
  current=
}

# wanted STEP PART: whether this run includes the step.
wanted() {
  [[ $2 == all || $2 == "$1" ]]
}

end() {
  local status=$?
  trap - EXIT
  trap '' INT TERM HUP
  set +e
  if [[ -n $running ]]; then kill "$running"; wait "$running"; fi 2>/dev/null
  stop_postgres
  if [[ -n $current ]]; then close_step "$((status ? status : 1))"; fi
  printf '\n'
  printf '%s\n' "${summary[@]}" "in $((SECONDS / 60)) min $((SECONDS % 60)) s"
  rm -rf "$scratch"
  if ((failed && status == 0)); then status=1; fi
  printf '%s passed, %s failed\n' "$passed" "$failed"
  exit "$status"
}
