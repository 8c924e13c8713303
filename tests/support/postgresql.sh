#!/usr/bin/env bash
# A PostgreSQL server for one test run: on a directory and port of its own, as an unprivileged user, ended by its own id.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: tests/support/postgresql.sh start|stop FILE

  start  makes a server in a new directory under /tmp and writes its URL into FILE
  stop   ends the server that FILE tells of, and removes its directory; nothing to do is no error

The package's own cluster is neither used nor touched. As root, everything runs as the user nobody. The server keeps
nothing (fsync is off): its directory goes with it.
TEXT
}

[[ $# == 2 ]] || { usage >&2; exit 2; }
mode=$1
file=$2

as_user=()
if ((EUID == 0)); then
    as_user=(setpriv --reuid=nobody --regid="$(id -gn nobody)" --clear-groups env HOME=/nonexistent)
fi

tools() {
    local found
    for found in /usr/lib/postgresql/*/bin; do
        [[ -x $found/initdb ]] && bin=$found
    done
    [[ -n ${bin:-} ]] || { echo "postgresql.sh: no PostgreSQL server; installer/packages.sh test installs one" >&2; exit 1; }
}

stop() {
    local directory
    [[ -e $file ]] || return 0
    directory=$(sed -n 's/.*[?&]host=\([^&]*\).*/\1/p' "$file")
    rm -f "$file"
    [[ $directory == /tmp/belvedere-pg.* && -d $directory/data ]] || return 0
    # pg_ctl finds the server's id in its directory
    (cd / && "${as_user[@]}" "$bin/pg_ctl" --pgdata="$directory/data" --mode=immediate --silent stop) || true
    rm -rf "$directory"
}

start() {
    stop
    local directory port attempt
    directory=$(mktemp -d /tmp/belvedere-pg.XXXXXX)
    ((EUID != 0)) || chown nobody "$directory"
    # others must reach the socket when root tests against a server of nobody's
    chmod 711 "$directory"
    cd /
    "${as_user[@]}" "$bin/initdb" --pgdata="$directory/data" --username=belvedere --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-sync >"$directory.log" 2>&1 || { cat "$directory.log" >&2; exit 1; }
    mv "$directory.log" "$directory/initdb.log"
    for attempt in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 20000))
        if "${as_user[@]}" "$bin/pg_ctl" --pgdata="$directory/data" --log="$directory/data/server.log" --silent --wait \
            --options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$directory \
                -c fsync=off -c synchronous_commit=on -c full_page_writes=off -c max_connections=300 \
                -c shared_buffers=64MB -c logging_collector=off" start; then
            mkdir -p "$(dirname "$file")"
            echo "postgresql:///postgres?host=$directory&port=$port&user=belvedere" >"$file"
            return 0
        fi
    done
    cat "$directory/data/server.log" >&2
    exit 1
}

tools
case $mode in
start) start ;;
stop) stop ;;
*) usage >&2; exit 2 ;;
esac
