#!/usr/bin/env bash
# Tries the API against its own OpenAPI document: a lived-in shop (seed.py) with a key, then made-up
# requests, right ones about what is there (hooks.py) and wrong ones, for a bounded time. Fails as well
# when an operation that the shop could serve never answered with 2xx, neither then nor before, when the
# shop was made lived-in. The seed of a failure is printed and can be replayed:
#
#   tests/api/run.sh COUNTS [MORE SCHEMATHESIS OPTIONS…]     e.g. --seed 1234 --max-time 3000
#
# Without options it begins the same each time, so that a change is to blame when it fails, and goes as
# far as the machine is quick. New seeds and more time are a campaign by hand.
#
# COUNTS is the file that ./test reads the result from.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

counts=$(realpath "$1")
shift
program=${CARGO_TARGET_DIR:-$PWD/target}/debug/regulars
tools=$PWD/target/tools/api/bin
folder=$(mktemp -d "${TMPDIR:-/tmp}/regulars-api.XXXXXXXX")
server=
double=

end() {
  if [[ -n $server ]]; then kill "$server" && wait "$server"; fi 2>/dev/null || true
  if [[ -n $double ]]; then kill "$double" && wait "$double"; fi 2>/dev/null || true
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 143' INT TERM

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

ready() {
  for _ in {1..200}; do
    if curl --silent --fail --output /dev/null --max-time 2 "$1/readyz"; then return; fi
    if ! kill -0 "$server" 2>/dev/null; then break; fi
    sleep 0.1
  done
  echo "the server is not ready:" >&2
  tail -40 "$folder/server.log" >&2
  return 1
}

# A place where it is about nine in the morning, so that the day has its to-dos whenever this runs.
zone() {
  local east=$((9 - 10#$(date -u +%H)))
  if ((east < -11)); then east=$((east + 24)); fi
  # The names of these zones count towards the west.
  if ((east > 0)); then echo "Etc/GMT-$east"; elif ((east < 0)); then echo "Etc/GMT+${east#-}"; else echo UTC; fi
}

"$program" setup --data "$folder/data" --org "Fresh Market" --currency CNY \
  --time-zone "$(zone)" --email owner@fresh.example --password-stdin <<<"a long enough password"
REGULARS_API_KEY=$("$program" api-key create --data "$folder/data" --org fresh-market \
  --name schemathesis | awk 'NF { last = $NF } END { print last }')
export REGULARS_API_KEY

# A payment provider that is not one, so that orders can be paid.
mkfifo "$folder/double"
python3 tests/payments/double.py --now "$(date +%s)" >"$folder/double" &
double=$!
read -r _ port <"$folder/double"
DOUBLE=http://127.0.0.1:$port
export DOUBLE REGULARS_STRIPE_URL=$DOUBLE
export REGULARS_STRIPE_KEY=sk_test_of_the_double REGULARS_STRIPE_WEBHOOK_SECRET=whsec_of_the_double

url=http://127.0.0.1:$(free_port)
"$program" serve --data "$folder/data" --listen "${url#http://}" >"$folder/server.log" 2>&1 &
server=$!
ready "$url"

SEEDED=$folder/ids.json NEVER_SERVED=$folder/never
export SEEDED NEVER_SERVED
"$tools/python3" tests/api/seed.py "$url" >"$SEEDED"

# In the folder, because it leaves notes where it runs.
status=0
config=$PWD/tests/api/schemathesis.toml
export SCHEMATHESIS_HOOKS=$PWD/tests/api/hooks.py
cd "$folder"
"$tools/st" --config-file "$config" run "$url/api/v1/openapi.json" \
  --checks all --mode all --seed 1997 --max-examples 40 --max-time 480 --no-color --generation-database none \
  --report junit --report-junit-path "$folder/junit.xml" "$@" || status=$?

# One count for each operation of the API.
python3 - "$folder/junit.xml" >"$counts" <<'END'
import sys
import xml.etree.ElementTree as tree

cases = list(tree.parse(sys.argv[1]).getroot().iter("testcase"))
bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
print(f"# pass {len(cases) - len(bad)}\n# fail {len(bad)}")
END

if [[ -s $NEVER_SERVED ]]; then
  echo "these operations never answered with 2xx, although the shop has what they are about:" >&2
  cat "$NEVER_SERVED" >&2
  status=1
elif [[ ! -e $NEVER_SERVED ]]; then
  echo "schemathesis did not tell which operations were served" >&2
  status=1
fi

# A program that broke has said so in its own log.
if grep --quiet 'panicked at' "$folder/server.log"; then
  echo "the server panicked:" >&2
  grep --context=5 'panicked at' "$folder/server.log" >&2
  status=1
fi
exit "$status"
