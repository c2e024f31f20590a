#!/bin/bash
# What the usual image's entry point does with its usual environment: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB,
# and SQL files in /docker-entrypoint-initdb.d.
set -euo pipefail

if [ "${1:-postgres}" = postgres ]; then set -- "${@:2}"; elif [ "${1#-}" = "$1" ]; then exec "$@"; fi

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?expected POSTGRES_PASSWORD to be set, found it empty}"
  install -d -o postgres -g postgres -m 700 "$PGDATA"
  passwords=$(mktemp)
  printf '%s\n' "$POSTGRES_PASSWORD" >"$passwords"
  chown postgres "$passwords"
  locale=()
  [ "$PG_MAJOR" -lt 17 ] || locale=(--locale-provider=builtin --builtin-locale=C.UTF-8)
  "${as_postgres[@]}" initdb --encoding=UTF8 --no-locale "${locale[@]}" --no-sync --no-instructions \
    --auth-local=trust --auth-host=scram-sha-256 --username="$user" --pwfile="$passwords" -D "$PGDATA"
  rm "$passwords"
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  if [ "$database" != postgres ]; then
    printf 'CREATE DATABASE "%s";\n\n' "${database//\"/\"\"}" |
      "${as_postgres[@]}" postgres --single -j -D "$PGDATA" postgres >/dev/null
  fi
  # The usual image has psql run these; here a server without sessions does, which knows SQL alone.
  for script in /docker-entrypoint-initdb.d/*; do
    case $script in
      *.sql)
        echo "running $script"
        { cat "$script"; printf '\n;\n\n'; } |
          "${as_postgres[@]}" postgres --single -j -c exit_on_error=on -D "$PGDATA" "$database" >/dev/null
        ;;
      *'/*') ;;
      *) echo "expected SQL alone in /docker-entrypoint-initdb.d of this stand-in, found $script" >&2; exit 1 ;;
    esac
  done
fi

exec "${as_postgres[@]}" postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/tmp "$@"
