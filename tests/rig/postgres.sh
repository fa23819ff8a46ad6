# A PostgreSQL of our own in the temporary folder, on a free loopback port. It is thrown away, so it
# does not wait for the disk, unless it is started `durable`. Sourced.

postgres_data=

# PostgreSQL refuses to run as root.
as_postgres() {
  if ((EUID == 0)); then (cd / && runuser -u postgres -- "$@"); else (cd / && "$@"); fi
}

start_postgres() {
  local bin port patience
  bin=$(postgres_bin)
  patience="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  if [[ ${1:-} == durable ]]; then patience=; fi
  mkdir "$scratch/postgres"
  if ((EUID == 0)); then chown postgres: "$scratch/postgres"; fi
  as_postgres "$bin/initdb" --pgdata="$scratch/postgres/data" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$scratch/logs/initdb.log"
  for _ in {1..20}; do
    port=$((20000 + RANDOM % 12000))
    if taken "$port"; then continue; fi
    if as_postgres "$bin/pg_ctl" start --wait --timeout=60 --silent \
      --pgdata="$scratch/postgres/data" --log="$scratch/postgres/log" \
      --options="-h 127.0.0.1 -p $port -c unix_socket_directories= -c max_connections=300 \
        $patience" 2>/dev/null; then
      postgres_data=$scratch/postgres/data
      export REGULARS_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
      echo "PostgreSQL at $REGULARS_TEST_POSTGRES"
      return
    fi
  done
  echo "PostgreSQL did not start:" >&2
  tail -20 "$scratch/postgres/log" >&2
  return 1
}

taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# By the process id in its data folder.
stop_postgres() {
  if [[ -n $postgres_data ]]; then
    as_postgres "$(postgres_bin)/pg_ctl" stop --mode=immediate --wait --timeout=20 --silent \
      --pgdata="$postgres_data"
  fi
}
