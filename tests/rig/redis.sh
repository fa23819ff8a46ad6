# A Redis of our own in the temporary folder, on a free loopback port, which waits for the disk at
# every command. Sourced.

redis_pid=
redis_url=

start_redis() {
  local port
  mkdir "$scratch/redis"
  for _ in {1..20}; do
    port=$((20000 + RANDOM % 12000))
    if taken "$port"; then continue; fi
    redis-server --bind 127.0.0.1 --port "$port" --dir "$scratch/redis" --save "" \
      --appendonly yes --appendfsync always --auto-aof-rewrite-percentage 0 >"$scratch/logs/redis.log" 2>&1 &
    redis_pid=$!
    for _ in {1..50}; do
      if taken "$port"; then
        redis_url=redis://127.0.0.1:$port
        echo "Redis at $redis_url"
        return
      fi
      if ! kill -0 "$redis_pid" 2>/dev/null; then break; fi
      sleep 0.1
    done
    stop_redis
  done
  echo "Redis did not start:" >&2
  tail -20 "$scratch/logs/redis.log" >&2
  return 1
}

stop_redis() {
  if [[ -n $redis_pid ]]; then
    kill "$redis_pid" && wait "$redis_pid"
    redis_pid=
  fi 2>/dev/null || true
}
